// A made-up fleet whose every value is a function of time, so that history needs no memory.
export const WIDTH = { '1s': 1_000, '10s': 10_000, '1m': 60_000, '1h': 3_600_000 };
/** MIXED=1: kinds of devices that share few metrics, at sites with longer names, as in `./sluice demo`. */
const MIXED = process.env.MIXED !== undefined;
const SITES = MIXED ? ['office-1', 'plant-1', 'plant-2', 'solar-1'] : ['harbour', 'plant-1', 'plant-2'];
const KINDS = MIXED ? ['climate', 'meter', 'inverter', 'pump'] : ['pump', 'fan', 'chiller', 'press'];
/** AGE: seconds of history at the start. */
const BOOT = Date.now() - Number(process.env.AGE ?? 2_100) * 1_000;
const START = Date.now();

const noise = (n) => {
  let x = Math.imul(n ^ (n >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
};
const smooth = (seed, t, period) => {
  const at = t / period;
  const i = Math.floor(at);
  const f = (1 - Math.cos((at - i) * Math.PI)) / 2;
  return noise(seed * 7919 + i) * (1 - f) + noise(seed * 7919 + i + 1) * f;
};

export const METRICS = {
  temperature: (d, t) =>
    21 + 6 * noise(d) + 7 * smooth(d, t, 240e3) + 1.5 * Math.sin(t / 37e3 + d) + 0.3 * noise(t / 1e3 + d),
  pressure: (d, t) =>
    4.2 + 0.9 * noise(d + 50) + 0.8 * smooth(d + 9, t, 90e3) + 0.05 * noise(t / 1e3 + d * 3),
  vibration: (d, t) =>
    Math.abs(1.1 + noise(d + 80) + 0.9 * smooth(d + 5, t, 45e3) + 0.35 * noise(t / 1e3 + d * 7)) +
    (Math.floor(t / 20e3 + d) % 61 === 0 ? 2.6 : 0),
  power: (d, t) =>
    1450 +
    420 * noise(d + 11) +
    380 * smooth(d + 3, t, 150e3) +
    (Math.sin(t / 61e3 + d * 1.7) > 0.7 ? 500 : 0) +
    20 * noise(t / 1e3 + d * 5),
};

const OF_KIND = {
  climate: ['temperature', 'humidity', 'co2', 'light'],
  meter: ['power', 'energy', 'voltage', 'current', 'frequency', 'reactive-power', 'power-factor'],
  inverter: ['power', 'energy', 'irradiance', 'temperature'],
  pump: ['pressure', 'vibration', 'temperature', 'rpm', 'flow'],
};
if (MIXED) {
  [...new Set(Object.values(OF_KIND).flat())]
    .filter((metric) => !(metric in METRICS))
    .forEach(
      (metric, i) =>
        (METRICS[metric] = (d, t) =>
          40 * (i + 1) + 12 * noise(d + i) + 14 * smooth(d + i * 13, t, (30 + i * 25) * 1e3)),
    );
}
const ALL = Object.keys(METRICS);
export const metricsOf = (d) => (MIXED ? OF_KIND[d.device.split('-')[0]] : ALL);

export function makeFleet(size) {
  return Array.from({ length: size }, (_, i) => {
    const site = SITES[i % SITES.length];
    const kind = KINDS[Math.floor(i / SITES.length) % KINDS.length];
    const number = Math.floor(i / (SITES.length * KINDS.length)) + 1;
    const device = `${kind}-${MIXED ? String(number).padStart(3, '0') : number}`;
    return { site, device, n: i + 1, offline: i === 22 || i === 41, sleepy: i === 33, since: BOOT };
  });
}

/** Whether the device sent anything in the window that begins at `start`. */
function sends(d, metric, start, width) {
  if (start < d.since || !metricsOf(d).includes(metric)) return false;
  if (d.offline) return START - start > 190e3;
  if (d.sleepy) return START - start > 25e3;
  return !(d.n % 9 === 4 && width < 60e3 && start % 300e3 > 100e3 && start % 300e3 < 145e3);
}

const cache = new Map();

/** Past windows are asked for again and again; the cache is dropped when it has grown too far. */
export function point(d, metric, start, width, corrected) {
  if (corrected) return compute(d, metric, start, width, true);
  if (cache.size > 1_000_000) cache.clear();
  const key = `${d.n} ${metric} ${start} ${width}`;
  let held = cache.get(key);
  if (held === undefined) cache.set(key, (held = compute(d, metric, start, width) ?? null));
  return held ?? undefined;
}

function compute(d, metric, start, width, corrected) {
  if (!sends(d, metric, start, width)) return undefined;
  const samples = Array.from(
    { length: 5 },
    (_, i) => METRICS[metric](d.n, start + (i * width) / 5) + (corrected ? Math.abs(noise(start + i)) : 0),
  );
  const count = Math.max(1, width / 1_000) * 2;
  const mean = samples.reduce((a, b) => a + b, 0) / 5;
  const [min, max] = [Math.min(...samples), Math.max(...samples)];
  return {
    start,
    end: start + width,
    count,
    sum: mean * count,
    min,
    max,
    mean,
    stddev: (max - min) / 3,
    p50: mean,
    p95: max,
    p99: max,
    first: samples[0],
    last: samples[4],
    revision: count + (corrected ? 1 : 0),
    identities: '9f3c00a1b2c3d4e5',
  };
}

export function deviceObject(d) {
  const now = Date.now();
  const lastSeen = d.offline ? START - 190e3 : d.sleepy ? START - 25e3 : now - ((d.n * 37) % 900);
  const messages = Math.floor((lastSeen - d.since) / 500);
  const values = Object.fromEntries(
    metricsOf(d).map((m) => [m, { value: METRICS[m](d.n, lastSeen), ts: lastSeen }]),
  );
  values.mode = { value: d.n % 5 === 0 ? 'manual' : 'auto', ts: lastSeen };
  return {
    site: d.site,
    device: d.device,
    online: !d.offline,
    lastSeen,
    firstSeen: d.since,
    epoch: `b${((d.n * 2654435761) >>> 0).toString(16).slice(0, 4)}`,
    seq: messages,
    messages,
    values,
  };
}

export function ledger(fleet) {
  const counted = fleet.reduce((sum, d) => sum + deviceObject(d).messages, 0);
  const inFlight = Math.floor(Math.random() * 40);
  return {
    appended: counted + 117 + inFlight,
    produced: counted + 12 + inFlight,
    new: counted + 3,
    counted,
    late: 3,
    lateByTier: { '1s': 9 },
    duplicates: 105,
    conflicts: 0,
    rejected: { 'not-finite': 5 },
    undecidable: 0,
    inFlight,
    missing: Number(process.env.MISSING ?? 4),
    missingRanges: [],
    residue: Number(process.env.RESIDUE ?? 0),
    readings: { counted: counted * 4, late: 12 },
  };
}
