// Builds nothing: serves dist/ with the mock and photographs it. `node dev/screenshots.mjs [folder]`; DEVICES, MIXED and ONLY (names) as environment.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = process.argv[2] ?? join(tmpdir(), 'sluice-screenshots');
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function startMock() {
  const mock = spawn(process.execPath, ['dev/mock-server.mjs'], {
    env: { ...process.env, PORT: '0', STATIC: 'dist' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise((resolve) => mock.stdout.once('data', (data) => resolve(String(data))));
  return { mock, base: `http://127.0.0.1:${/\d+/.exec(line)[0]}` };
}

async function open(base, path, { width, height, colorScheme }) {
  const data = await mkdtemp(join(tmpdir(), 'sluice-chromium-'));
  const context = await chromium.launchPersistentContext(data, {
    executablePath,
    headless: true,
    args: flags,
    viewport: { width, height },
    colorScheme,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => console.log(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.log(`pageerror: ${error.message}`));
  await page.goto(base + path);
  const close = async () => {
    await context.close();
    await rm(data, { recursive: true, force: true });
  };
  return { page, close };
}

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const shots = [
  { name: 'desk-dark', path: '/', view: { ...desk, colorScheme: 'dark' }, fullPage: true },
  { name: 'desk-light', path: '/', view: { ...desk, colorScheme: 'light' }, fullPage: true },
  { name: 'phone-dark', path: '/', view: { ...phone, colorScheme: 'dark' }, fullPage: true },
  { name: 'phone-light', path: '/', view: { ...phone, colorScheme: 'light' }, fullPage: true },
  { name: 'desk-one', path: '/?site=plant-1&device=pump-2', view: { ...desk, colorScheme: 'dark' } },
  { name: 'desk-metric', path: '/?metric=vibration&view=charts', view: { ...desk, colorScheme: 'light' } },
  { name: 'desk-devices', path: '/?view=devices&sort=status', view: { ...desk, colorScheme: 'light' } },
  { name: 'desk-stale', path: '/', view: { ...desk, colorScheme: 'dark' }, stallMs: 9_000 },
];

if (process.env.MIXED) {
  shots.push({
    name: 'mixed-charts',
    path: '/?view=charts',
    view: { ...desk, colorScheme: 'dark' },
    fullPage: true,
  });
}

const only = process.env.ONLY?.split(',');
const { mock, base } = await startMock();
try {
  await mkdir(folder, { recursive: true });
  for (const { name, path, view, fullPage, stallMs } of shots) {
    if (only && !only.includes(name)) continue;
    const { page, close } = await open(base, path, view);
    await page.locator('.plot canvas, table').first().waitFor();
    await page.locator('.badge.live').waitFor();
    await wait(5_000);
    if (stallMs) {
      await page.request.get(`${base}/dev/stall?ms=${stallMs}`);
      await wait(stallMs - 1_000);
    }
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: fullPage ?? false });
    await close();
    console.log(`${name}.png`);
  }
} finally {
  mock.kill();
}
