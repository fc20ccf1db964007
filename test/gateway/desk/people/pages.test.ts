// The rooms of ledger, figures and people in a real browser: in both languages axe-core finds nothing serious, and a failed save keeps what was typed.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { deskAlone } from '../desk-alone.ts';
import { PASSWORD } from '../officer.ts';

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A browser starts slowly on a busy machine. */
const SLOW_MS = 180_000;

const ROOMS = [
  'ledger',
  'ledger/follow-ups',
  'ledger/samples',
  'figures',
  'people',
  'people/accounts',
];

describe.skipIf(!existsSync(CHROMIUM))('in chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  }, SLOW_MS);
  afterAll(() => browser?.close());

  async function open(locale: string) {
    const desk = await deskAlone();
    const lead = await desk.login('Lead', 'leader');
    await desk.press('C1', { home: { name: '<b>王</b>', community: '东社区' } });
    const closed = { step: 'closed', outcome: 'helped', followUp: true } as const;
    await desk.steps('C1', 'Ann', { step: 'taken' }, { step: 'reached', whom: '' }, closed);
    const context = await browser.newContext({ locale });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const url = `http://127.0.0.1:${desk.running.port}/`;
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url);
    await page.fill('input[name=name]', 'Lead');
    await page.fill('input[name=password]', PASSWORD);
    await page.click('#login button[type=submit]');
    await page.waitForSelector('nav a');
    return { desk, lead, page, url, complaints };
  }

  for (const locale of ['zh-CN', 'en-GB']) {
    it(
      `every room is accessible, in ${locale}`,
      async () => {
        const { page, url, complaints } = await open(locale);
        for (const room of ROOMS) {
          await page.goto(`${url}#/${room}`);
          await page.waitForSelector(`main#${room.split('/')[0]}`);
          // A test's own script: the page's policy lets none in from elsewhere.
          const found = await page.evaluate(`${AXE}; axe.run().then(({ violations }) =>
            violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
              .map(({ id, nodes }) => id + ' ' + nodes[0].target.join(' ')))`);
          expect({ room, found }).toEqual({ room, found: [] });
        }
        expect(complaints).toEqual([]);
      },
      SLOW_MS,
    );
  }

  it(
    'a leader reads in every room whose shift it is and who is not there, until they are',
    async () => {
      const { desk, lead, page, url } = await open('en-GB');
      const now = desk.clock.utc();
      await lead.post('/api/shifts/add', { officer: 'Lead', from: now - 1_000, to: now + 60_000 });
      await page.goto(`${url}#/figures`);
      await page.reload();
      await page.waitForSelector('#missing >> text=Not at their shift: Lead');
      await page.click('#duty');
      await page.waitForSelector('#missing', { state: 'detached' });
    },
    SLOW_MS,
  );

  it(
    'a follow-up whose save fails stays as it was typed, and is saved when the desk is there again',
    async () => {
      const { page, url } = await open('en-GB');
      await page.goto(`${url}#/ledger/follow-ups`);
      // What looks like HTML in a name is text.
      await page.waitForSelector('text=<b>王</b>');
      await page.click('text=Record answer');
      await page.fill('textarea', 'all was well');
      await page.route('**/api/ledger/surveys', (route) => route.abort());
      await page.click('.asked button[type=submit]');
      await page.waitForSelector('text=That did not reach the desk');
      expect(await page.inputValue('textarea')).toBe('all was well');
      await page.unroute('**/api/ledger/surveys');
      await page.click('.asked button[type=submit]');
      await page.waitForSelector('text=Nobody waits to be asked.');
    },
    SLOW_MS,
  );
});
