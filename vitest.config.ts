import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{lib,components,app,prisma,bench,docs}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    maxWorkers: 2,
    setupFiles: ['lib/testing/fuzz-seed.ts'],
    globalSetup: ['lib/store/testing/generate.ts', 'lib/workers/testing/build.ts'],
  },
});
