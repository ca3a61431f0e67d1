import { fetchDevices } from '../api/client';
import { deviceKey, type Device } from '../model';
import { type DeviceStore } from './device-store';

/** Keeps the registry: read whole, then told of changes. What is told while an answer is on its way is not undone by it. */
export class Registry {
  private loading = 0;
  private readonly meanwhile = new Map<string, Device>();

  constructor(
    private readonly devices: DeviceStore,
    private readonly fetch = fetchDevices,
  ) {}

  async load(signal: AbortSignal): Promise<void> {
    this.loading++;
    const answer = await this.fetch(signal).catch(() => undefined);
    this.loading--;
    if (answer && !signal.aborted) {
      this.devices.replace(answer.devices);
      this.devices.update([...this.meanwhile.values()]);
    }
    if (this.loading === 0) this.meanwhile.clear();
  }

  changed(devices: Device[]): void {
    this.devices.update(devices);
    if (this.loading === 0) return;
    for (const device of devices) this.meanwhile.set(deviceKey(device.site, device.device), device);
  }
}
