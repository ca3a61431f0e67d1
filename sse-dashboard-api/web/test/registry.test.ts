import { expect, it } from 'vitest';
import { type Device } from '../src/model';
import { DeviceStore } from '../src/store/device-store';
import { Registry } from '../src/store/registry';

const device = (name: string, online: boolean): Device => ({
  site: 'plant-1',
  device: name,
  online,
  lastSeen: 0,
  firstSeen: 0,
  epoch: 'e',
  seq: 1,
  messages: 1,
  values: {},
});

type Answer = { devices: Device[] };

function slowRegistry() {
  const store = new DeviceStore();
  const answers: Array<(answer: Answer) => void> = [];
  const registry = new Registry(store, () => new Promise((resolve) => answers.push(resolve)));
  const online = () => store.all().map(({ device, online }) => `${device} ${online}`);
  return { registry, answers, online };
}

const never = new AbortController().signal;

it('keeps what is told while the answer is on its way', async () => {
  const { registry, answers, online } = slowRegistry();
  const loaded = registry.load(never);
  registry.changed([device('pump-1', false), device('pump-3', true)]);
  answers[0]?.({ devices: [device('pump-1', true), device('pump-2', true)] });
  await loaded;
  expect(online()).toEqual(['pump-1 false', 'pump-2 true', 'pump-3 true']);
});

it('takes the registry for newer than what was told before it was asked for', async () => {
  const { registry, answers, online } = slowRegistry();
  registry.changed([device('pump-1', false)]);
  const first = registry.load(never);
  registry.changed([device('pump-2', false)]);
  answers[0]?.({ devices: [device('pump-1', true)] });
  await first;
  const second = registry.load(never);
  answers[1]?.({ devices: [device('pump-1', true), device('pump-2', true)] });
  await second;
  expect(online()).toEqual(['pump-1 true', 'pump-2 true']);
});

it('leaves what is known where no answer comes, or one that nobody waits for', async () => {
  const { registry, answers, online } = slowRegistry();
  registry.changed([device('pump-1', false)]);
  const left = new AbortController();
  const loaded = registry.load(left.signal);
  left.abort();
  answers[0]?.({ devices: [] });
  await loaded;
  expect(online()).toEqual(['pump-1 false']);

  const failing = new Registry(new DeviceStore(), () => Promise.reject(new Error('gone')));
  await failing.load(never);
});
