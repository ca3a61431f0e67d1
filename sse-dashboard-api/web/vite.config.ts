import { defineConfig } from 'vitest/config';

const mock = { target: 'http://127.0.0.1:8099' };

export default defineConfig({
  build: {
    target: 'es2022',
    // No data: URLs: the page is served under `default-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { host: '127.0.0.1', proxy: { '/api': mock, '/dev': mock } },
  test: { include: ['test/**/*.test.ts'] },
});
