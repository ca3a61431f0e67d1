import { deviceKey, type Device } from '../model';
import { matches } from '../url/filter';
import { Beat } from './beat';

export interface DeviceCounts {
  total: number;
  online: number;
  late: number;
  offline: number;
}

export type DeviceStatus = 'online' | 'late' | 'offline';

const LATE_FLOOR_MS = 5_000;

/** Online but silent for three of its usual intervals (5 s at least): likely gone, though not yet declared so. */
export function deviceStatus(device: Device, asOf: number): DeviceStatus {
  if (!device.online) return 'offline';
  const mean = (device.lastSeen - device.firstSeen) / Math.max(1, device.messages - 1);
  return asOf - device.lastSeen > Math.max(LATE_FLOOR_MS, 3 * (device.cadenceMillis ?? mean))
    ? 'late'
    : 'online';
}

/** The registry as last heard: one entry a device. */
export class DeviceStore {
  readonly beat = new Beat(1_000);
  private devices = new Map<string, Device>();
  private order: string[] | undefined;

  /** The whole registry anew; devices that are no longer in it go. */
  replace(devices: Device[]): void {
    const next = new Map<string, Device>();
    for (const device of devices) next.set(deviceKey(device.site, device.device), device);
    this.devices = next;
    this.order = undefined;
    this.beat.change();
  }

  update(changed: Device[]): void {
    const before = this.devices.size;
    for (const device of changed) this.devices.set(deviceKey(device.site, device.device), device);
    if (this.devices.size !== before) this.order = undefined;
    if (changed.length > 0) this.beat.change();
  }

  /** By site, then device; sorted only when devices come or go. */
  all(): Device[] {
    this.order ??= [...this.devices.entries()]
      .sort(([, a], [, b]) => byName(a.site, b.site) || byName(a.device, b.device))
      .map(([key]) => key);
    return this.order.flatMap((key) => this.devices.get(key) ?? []);
  }

  get size(): number {
    return this.devices.size;
  }

  sites(): string[] {
    return [...new Set([...this.devices.values()].map((device) => device.site))].sort(byName);
  }

  counts(filter: { site: string; device: string }, asOf: number): DeviceCounts {
    const counts = { total: 0, online: 0, late: 0, offline: 0 };
    for (const device of this.devices.values()) {
      if (!matches(filter.site, device.site) || !matches(filter.device, device.device)) continue;
      counts.total++;
      counts[deviceStatus(device, asOf)]++;
    }
    return counts;
  }
}

/** pump-2 before pump-10. */
const collator = new Intl.Collator(undefined, { numeric: true });
export const byName = (a: string, b: string): number => collator.compare(a, b);
