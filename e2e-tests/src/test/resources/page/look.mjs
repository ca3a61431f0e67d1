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

/* global document, getComputedStyle, innerHeight, scrollTo, scrollY -- run in the page */
function focused() {
  const at = document.activeElement;
  const { outlineStyle } = getComputedStyle(at.matches('.segmented input') ? at.nextElementSibling : at);
  const legend = [...document.querySelectorAll('.legend')].indexOf(at.closest('.legend'));
  const what = `${at.tagName} ${at.title || at.getAttribute('aria-label') || at.textContent || at.value}`;
  return { what, legend, table: at.closest('.table') !== null, seen: outlineStyle !== 'none' };
}

/** By Tab from the top into the table: each legend is one stop, arrow keys move in it, and the focus is always seen. */
async function walkByKeys(page) {
  const press = async (key) => {
    await page.keyboard.press(key);
    const stop = await page.evaluate(focused);
    if (!stop.seen) throw new Error(`the focus is not seen on ${stop.what}`);
    return stop;
  };
  const legends = [];
  for (let stop = await press('Tab'); !stop.table; stop = await press('Tab')) {
    if (stop.legend < 0) continue;
    if (legends.includes(stop.legend)) throw new Error(`legend ${stop.legend} is more than one tab stop`);
    legends.push(stop.legend);
    const [next, last] = [await press('ArrowRight'), await press('End')];
    const back = [await press('ArrowLeft'), await press('Home')].at(-1);
    if (next.legend !== stop.legend || next.what === stop.what || last.legend !== stop.legend || back.what !== stop.what)
      throw new Error(`arrow keys led from ${stop.what} to ${next.what}, ${last.what} and ${back.what}`);
  }
  if (legends.length === 0) throw new Error('no legend can be reached by Tab');
}

/** What the rows of the table show in part only. */
function cut() {
  const boxes = [...document.querySelectorAll('td, td *')].filter(({ clientWidth }) => clientWidth > 0);
  return boxes
    .filter((box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight)
    .map((box) => `${box.className}: ${box.textContent}`);
}

/** Another filter has no ledger for a moment: what stands below its place must not jump. */
async function chooseSite(page) {
  const place = await page.locator('.charts').evaluate(async (charts) => {
    const top = () => Math.round(charts.getBoundingClientRect().top - charts.parentElement.getBoundingClientRect().top);
    const before = top();
    const site = document.querySelector('select[aria-label=Site]');
    site.selectedIndex = 1;
    site.dispatchEvent(new Event('change', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { before, after: top() };
  });
  return place.after === place.before ? [] : [`the charts jump from ${place.before} to ${place.after}`];
}

/** Lets the test cut what the page has open and will open; the browser's own offline mode leaves a stream that flows. */
function cuttable() {
  const { fetch } = globalThis;
  globalThis.cut = new AbortController();
  globalThis.fetch = (to, how = {}) =>
    fetch(to, { ...how, signal: AbortSignal.any([globalThis.cut.signal, how.signal].filter(Boolean)) });
}

function rate(page) {
  return page.locator('.tile', { hasText: 'Messages/s' }).locator('.figure');
}

/** While something comes: what the page goes on saying must not be the 0 that a slow machine has just made true. */
async function cutWhileItTells(page) {
  const figure = await rate(page).elementHandle();
  await page.waitForFunction((element) => {
    const tells = Number.parseFloat(element.textContent) > 0;
    if (tells) globalThis.cut.abort();
    return tells;
  }, figure);
}

/** Without a connection the page says so wherever it is scrolled to, moves nothing, fades no text and invents no figure. */
async function loseConnection(page, name) {
  const main = () => page.locator('main').evaluate((element) => element.getBoundingClientRect().top + scrollY);
  const before = await main();
  await cutWhileItTells(page);
  await page.locator('.banner.stale').waitFor({ timeout: 30_000 });
  await page.waitForTimeout(7_000);
  await page.screenshot({ path: join(folder, `${name}-stale.png`) });
  const faults = [];
  if ((await rate(page).textContent()) === '0.0') faults.push('the rate is said to be 0 while nothing is heard');
  if ((await main()) !== before) faults.push('the page moves when the connection is lost');
  const faded = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((one) => one.textContent.trim() !== '' && getComputedStyle(one).opacity < 1)
      .map((one) => one.className),
  );
  if (faded.length > 0) faults.push(`faded text in ${faded[0]} and ${faded.length - 1} more`);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const seen = await page.locator('.banner').evaluate((banner) => {
    const { top, bottom } = banner.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  if (!seen) faults.push('the banner is out of sight');
  return faults;
}

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
    await page.addInitScript(cuttable);
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
    const cutShort = await page.evaluate(cut);
    if (cutShort.length > 0) throw new Error(`${name}: cut in ${cutShort.length} places, as ${cutShort[0]}`);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    if (name === 'desk-light') await walkByKeys(page);
    console.log(`${name}: first chart after ${chartAfterMs} ms`);
    if (colorScheme === 'light') faults.push(...(await chooseSite(page)));
    await page.waitForTimeout(6_000);
    // What the browser says of its lost connection is no fault.
    const found = [...faults, ...(await loseConnection(page, name))];
    if (found.length > 0) throw new Error(`${name}: ${found.join('; ')}`);
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
