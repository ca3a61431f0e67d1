// Chromium and the mock, for the scripts of this folder. CHROMIUM names the browser.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

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

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The mock as a child process, with dist/ at /. */
export async function startMock() {
  const mock = spawn(process.execPath, ['dev/mock-server.mjs'], {
    env: { ...process.env, PORT: '0', STATIC: 'dist' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise((resolve) => mock.stdout.once('data', (data) => resolve(String(data))));
  return { mock, base: `http://127.0.0.1:${/\d+/.exec(line)[0]}` };
}

export async function open(base, path, { width, height, colorScheme }) {
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
