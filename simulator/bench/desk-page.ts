// The desk's page as a browser gets it: how large it is compressed, and how long a cold load takes until it is usable.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { compileDesk, startDesk } from './desk-run.ts';
import type { Figures, Measurement } from './model.ts';
import { atMost } from './reach.ts';
import { inScope, type Scope } from './scope.ts';

const ASSETS = fileURLToPath(new URL('../../dist/gateway/desk/page/dist/assets/', import.meta.url));
const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';

export function deskPageMeasurement(quick: boolean): Measurement {
  const hasBrowser = existsSync(CHROMIUM);
  const title = hasBrowser
    ? 'page'
    : `page (SKIPPED: its cold load, because there is no ${CHROMIUM}; name one in CHROMIUM_BIN)`;
  return {
    title,
    warmups: hasBrowser ? 1 : 0,
    repetitions: quick || !hasBrowser ? 1 : 5,
    metrics: [
      {
        metric: `${title}: all scripts and styles, compressed`,
        unit: 'kB',
        of: 'sizeKb',
        ...(quick ? {} : { reach: atMost(400, 'kB') }),
      },
      ...(hasBrowser
        ? [
            {
              metric: '… cold load until one can log in, in a browser of its own',
              unit: 's',
              of: 'loadS',
              ...(quick ? {} : { reach: atMost(1.5, 's') }),
            },
          ]
        : []),
    ],
    prepare: async (scope, tell) => {
      await compileDesk(tell);
      const sizeKb = (await pageSize()) / 1e3;
      if (!hasBrowser) return { ours: async () => ({ sizeKb }) };
      const { url } = await startDesk(scope);
      return { ours: () => inScope(scope, (own) => coldLoad(own, url, sizeKb)) };
    },
  };
}

/** As they are sent, bytes. */
async function pageSize(): Promise<number> {
  let size = 0;
  for (const name of await readdir(ASSETS)) {
    size += gzipSync(await readFile(join(ASSETS, name))).length;
  }
  return size;
}

/** A new browser has nothing in its caches. Its own start doesn't count. */
async function coldLoad(scope: Scope, url: string, sizeKb: number): Promise<Figures> {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  await scope.onStop(() => browser.close());
  const page = await browser.newPage();
  const from = performance.now();
  await page.goto(url);
  await page.waitForSelector('#login input[name=name]');
  return { sizeKb, loadS: (performance.now() - from) / 1e3 };
}
