// A home that presses while its call is being closed: the press is lost in no order of things, and the officer is told.
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { VirtualHome } from '#simulator/home.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { startAlone } from './archive/desk-alone.ts';
import { DeskBench } from './desk-bench.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';
import { SUBJECT } from './subject.ts';

const ID = 'CB-0001';
const CLOSE = `[...document.querySelectorAll('button')]
  .find(({ textContent }) => /by mistake/i.test(textContent)).click()`;

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it(
    'a press that the page had not shown yet keeps the call open, and the page says so',
    async () => {
      const alone = await startAlone();
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB');
      const { page } = ann;
      await ann.login('Ann');
      await ann.goOnDuty();
      await alone.press();
      await page.waitForSelector('.call.red.rings');
      await page.keyboard.press('t');
      await page.waitForSelector('.people');
      // Between the click and the desk: the second press overtakes the close.
      await page.route('**/steps', async (route) => {
        await alone.press();
        await route.continue();
      });
      await page.getByRole('button', { name: 'By mistake' }).click();
      await page.waitForSelector('#step-error >> text=pressed again');
      await page.unroute('**/steps');
      await page.waitForSelector('.call >> text=taken by you');
      await page.locator('.call >> text=/2$/').waitFor();
      // As soon as it can have been seen.
      await until(async () => {
        await page.evaluate(`document.querySelector('.people') && ${CLOSE}`);
        return await page.getByText('No calls are open.').isVisible();
      }, 'the end of the call');
      // And after the end it opens it anew.
      await alone.press();
      await page.waitForSelector('.call.red.rings');
      const records = (await alone.ann.get(`/api/calls/${SUBJECT.callId}/records`)).body.records;
      const steps = (records as { what: { step: string } }[]).map(({ what }) => what.step);
      expect(steps.filter((step) => step === 'pressed')).toHaveLength(3);
      expect(steps.filter((step) => step === 'closed')).toHaveLength(1);
    },
    SLOW_MS,
  );

  it(
    'a button that is pressed at the moment of the close opens the call anew, or keeps it open: nobody misses it',
    async () => {
      const bench = await DeskBench.start([ID]);
      const main = { host: '127.0.0.1', port: bench.gateway.mqttPort, tls: false };
      const settings = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
      const home = new VirtualHome({ settings });
      onTestFinished(() => home.powerOff());
      home.powerOn();
      const ann = await OfficerPage.open(bench.desk.port, 'en-GB');
      const { page } = ann;
      await ann.login('Ann');
      await ann.goOnDuty();
      home.press(KEY_RED);
      await page.waitForSelector('.call.red.rings');
      await page.keyboard.press('t');
      await page.waitForSelector('.people');
      // A key that is held down or bounces is no second press.
      await until(() => home.press(KEY_RED) !== undefined, 'a second press');
      await page.getByRole('button', { name: 'By mistake' }).click();
      // Opened anew, a call of its own, or not closed: the officer is told, and the light is not out.
      const told = page.locator('.call.red.rings').or(page.getByText('has pressed again'));
      await told.first().waitFor();
      expect(await page.locator('.call').count()).toBe(1);
      expect(home.light?.name).not.toBe('idle');
    },
    SLOW_MS,
  );
});
