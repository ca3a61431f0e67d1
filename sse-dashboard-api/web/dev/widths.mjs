// Builds nothing: opens dist/ with the mock in many widths; exit 1 when anything reaches beyond the window. The mock's environment.
import { open, startMock, wait } from './browser.mjs';

const WIDTHS = [360, 390, 430, 768, 1024, 1440];
const PATHS = [
  '/',
  '/?view=charts',
  '/?view=devices',
  '/?site=plant-1&device=pump*&metric=temperature&tier=10s',
];

/** The page's own width, and what sticks out of the window or of its card. Tables scroll by themselves. */
/* global document, innerWidth -- runs in the page */
function overflow() {
  const out = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) out.push(`page is ${scrollWidth} wide`);
  for (const element of document.querySelectorAll('.top *, .card:not(.table), .card:not(.table) *')) {
    if (element.closest('.unseen, .u-over, datalist, option')) continue;
    const right = element.getBoundingClientRect().right;
    const edge = element.parentElement.closest('.card')?.getBoundingClientRect().right ?? innerWidth;
    if (right > edge + 0.5)
      out.push(`${element.tagName}.${element.getAttribute('class')} by ${right - edge}`);
  }
  return out;
}

const { mock, base } = await startMock();
const { page, close } = await open(base, '/', { width: WIDTHS[0], height: 844, colorScheme: 'light' });
try {
  for (const path of PATHS) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(base + path);
      await page.locator('.plot canvas, table').first().waitFor();
      await page.locator('.badge.live').waitFor();
      await wait(1_500);
      const found = await page.evaluate(overflow);
      console.log(`${width} ${path}: ${found.length === 0 ? 'fits' : found.slice(0, 5).join('; ')}`);
      if (found.length > 0) process.exitCode = 1;
    }
  }
} finally {
  await close();
  mock.kill();
}
