// Speaks the API's contract with made-up data, for `npm run dev` and the screenshots. Never shipped.
// PORT, DEVICES, MIXED, AGE, MISSING, RESIDUE and STATIC (a folder to serve at /) come from the environment. /dev/drop closes all streams, /dev/stall?ms=N mutes them.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { METRICS, WIDTH, deviceObject, ledger, makeFleet, point } from './fleet.mjs';

const port = Number(process.env.PORT ?? 8099);
const fleet = makeFleet(Number(process.env.DEVICES ?? 60));
const streams = new Set();
let mutedUntil = 0;

const encodeId = (tier, at) => `1~${Buffer.from(`${tier}@${at}`).toString('base64url')}`;
const decodeId = (id) => Buffer.from(id.slice(2), 'base64url').toString().split('@');
const list = (params, key) => (params.get(key) ?? '').split(',').filter(Boolean);
const ok = (patterns, value) =>
  patterns.length === 0 ||
  patterns.some((p) => (p.endsWith('*') ? value.startsWith(p.slice(0, -1)) : p === value));

function filterOf(params) {
  const [site, device, metric] = ['site', 'device', 'metric'].map((key) => list(params, key));
  const tier = params.get('tier') ?? '1s';
  const devices = fleet.filter((d) => ok(site, d.site) && ok(device, d.device));
  return { tier, width: WIDTH[tier], devices, metrics: Object.keys(METRICS).filter((m) => ok(metric, m)) };
}

function points(d, metric, width, from, to) {
  const out = [];
  for (let start = Math.ceil(from / width) * width; start + width <= to; start += width) {
    const p = point(d, metric, start, width);
    if (p) out.push(p);
  }
  return out;
}

function merge(all) {
  const byStart = new Map();
  for (const p of all.flat()) {
    const held = byStart.get(p.start);
    if (!held) byStart.set(p.start, { ...p });
    else {
      held.mean = (held.mean * held.count + p.mean * p.count) / (held.count + p.count);
      Object.assign(held, {
        count: held.count + p.count,
        min: Math.min(held.min, p.min),
        max: Math.max(held.max, p.max),
      });
    }
  }
  return [...byStart.values()];
}

function series(params) {
  const { tier, width, devices, metrics } = filterOf(params);
  const now = Date.now();
  const from = Math.max(Number(params.get('from') ?? now - 600e3), now - 20 * 86400e3);
  const fleetWide = params.get('by') === 'fleet';
  const series = metrics.flatMap((metric) => {
    // The real server merges all; a sample is as good to look at and keeps the mock answering.
    const each = (fleetWide ? devices.slice(0, 24) : devices).map((d) => ({
      site: d.site,
      device: d.device,
      metric,
      points: points(d, metric, width, from, now - 200),
    }));
    const known = each.filter((one) => one.points.length > 0);
    return fleetWide ? [{ metric, points: merge(each.map((s) => s.points)) }] : known;
  });
  return { tier, series, position: encodeId(tier, now - 200) };
}

function send(stream, event, data, id) {
  if (Date.now() < mutedUntil) return;
  stream.response.write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function frame(stream) {
  const { tier, width, devices, metrics } = stream.filter;
  const now = Date.now() - 160;
  const out = [];
  for (const d of devices)
    for (const metric of metrics)
      for (const p of points(d, metric, width, stream.at - width + 1, now))
        out.push({ site: d.site, device: d.device, metric, tier, ...p });
  if (Math.random() < 0.06) out.push(...corrections(stream.filter, now));
  stream.at = now;
  if (out.length > 0) send(stream, 'rollups', out, encodeId(tier, now));
}

function corrections({ tier, width, devices, metrics }, now) {
  const d = devices[Math.floor(Math.random() * Math.min(devices.length, 12))];
  if (!d) return [];
  const start = Math.floor(now / width) * width - width * (8 + Math.floor(Math.random() * 60));
  return metrics.flatMap((metric) => {
    const p = point(d, metric, start, width, true);
    return p ? [{ site: d.site, device: d.device, metric, tier, ...p }] : [];
  });
}

function stream(request, response, params) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' });
  const filter = filterOf(params);
  const id = params.get('lastEventId');
  const [tier, at] = id ? decodeId(id) : [];
  const exact = tier === filter.tier;
  const one = { response, filter, at: exact ? Number(at) : Date.now() - 200 };
  response.write('retry: 700\n\n');
  send(one, 'hello', { version: 'dev', resume: exact ? 'exact' : 'reset', now: Date.now() });
  streams.add(one);
  request.on('close', () => streams.delete(one));
}

setInterval(() => streams.forEach(frame), 250);
setInterval(() => {
  const total = ledger(fleet);
  const changed = fleet.filter((d) => !d.offline && !d.sleepy).map(deviceObject);
  for (const one of streams) {
    send(one, 'ledger', total);
    send(
      one,
      'devices',
      changed.filter((c) => one.filter.devices.some((d) => d.site === c.site && d.device === c.device)),
    );
  }
}, 1_000);

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

async function file(path, response) {
  const name = path === '/' ? '/index.html' : normalize(path);
  const body = await readFile(join(process.env.STATIC, name));
  response.writeHead(200, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': "default-src 'self'",
  });
  response.end(body);
}

function json(response, value) {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/api/v1/stream') return stream(request, response, url.searchParams);
  if (url.pathname === '/api/v1/series') return json(response, series(url.searchParams));
  if (url.pathname === '/api/v1/devices') return json(response, { devices: fleet.map(deviceObject) });
  if (url.pathname === '/api/v1/ledger') return json(response, ledger(fleet));
  if (url.pathname === '/dev/drop') {
    streams.forEach((one) => one.response.destroy());
    return json(response, {});
  }
  if (url.pathname === '/dev/stall') {
    mutedUntil = Date.now() + Number(url.searchParams.get('ms') ?? 10_000);
    return json(response, {});
  }
  if (process.env.STATIC) return file(url.pathname, response).catch(() => response.writeHead(404).end());
  return response.writeHead(404).end();
});
server.listen(port, '127.0.0.1', () => console.log(`mock listening on ${server.address().port}`));
