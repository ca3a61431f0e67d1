// Opens the dashboard as an operator would, waits until it is live and points arrive, and keeps its picture.
// node look.mjs URL FOLDER, in a folder that has playwright-core among its modules. Exit 1 says on stderr what was not seen.
import { createRequire } from 'node:module';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.cwd(), 'package.json'))('playwright-core');
const [url, folder] = process.argv.slice(2);
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const views = [
  { name: 'desk-light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'desk-dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
];

/** The first chart's pixels: they change when points arrive. */
const pixels = (page) => page.locator('.plot canvas').first().evaluate((canvas) => canvas.toDataURL());

async function look({ name, width, height, colorScheme }) {
  const profile = await mkdtemp(join(tmpdir(), 'sluice-chromium-'));
  const faults = [];
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    timeout: 120_000,
    args,
    viewport: { width, height },
    colorScheme,
  });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
    const started = Date.now();
    await page.goto(url, { timeout: 120_000 });
    await page.locator('.plot canvas').first().waitFor({ timeout: 120_000 });
    const chartAfterMs = Date.now() - started;
    await page.locator('.badge.live').waitFor({ timeout: 120_000 });
    const before = await pixels(page);
    for (let tries = 0; (await pixels(page)) === before; tries++) {
      if (tries === 240) throw new Error(`${name}: no point arrived within 120 s`);
      await page.waitForTimeout(500);
    }
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    console.log(`${name}: first chart after ${chartAfterMs} ms`);
    if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

try {
  await mkdir(folder, { recursive: true });
  for (const view of views) await look(view);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
