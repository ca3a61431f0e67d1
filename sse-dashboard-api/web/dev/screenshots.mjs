// Builds nothing: serves dist/ with the mock and photographs it. `node dev/screenshots.mjs [folder]`; ONLY (names), WAIT (ms) and the mock's environment.
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, startMock, wait } from './browser.mjs';

const folder = process.argv[2] ?? join(tmpdir(), 'sluice-screenshots');
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
    await wait(Number(process.env.WAIT ?? 5_000));
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
