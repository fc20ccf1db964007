// How the tests run: from the project's root, in forked processes, each file on its own.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: new URL('support/built-page.ts', import.meta.url).pathname,
    // The last lines say what was skipped, and why.
    reporters: ['default', new URL('skips/reporter.ts', import.meta.url).pathname],
    pool: 'forks',
    // As many as cores: most tests wait for the world outside more than they compute.
    maxWorkers: '100%',
    // None is about time: this ends what hangs, also on a machine that does other work.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
  },
});
