// The light of a home beside its call: what the device itself shows, where the homes are simulated, and nothing anywhere else.
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { VirtualHome } from '#simulator/home.ts';
import { LIGHT } from '#simulator/light.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { DeskBench } from './desk-bench.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';

const ID = 'CB-0001';
const OTHER = 'CB-0002';

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it(
    'follows the device, in both languages, and a home that nobody tells of has none',
    async () => {
      const bench = await DeskBench.start([ID, OTHER]);
      const homeOf = (id: string, isTold: boolean) => {
        const main = { host: '127.0.0.1', port: bench.gateway.mqttPort, tls: false };
        const settings = standardSettings(id, testDevice(id).keys[0]!.secret, 1, main, null);
        const home = new VirtualHome({
          settings,
          onLight: ({ name, light }) => {
            if (!isTold) return;
            bench.desk.showLights([{ deviceId: id, rhythm: light, says: LIGHT[name] }]);
          },
        });
        onTestFinished(() => home.powerOff());
        home.powerOn();
        return home;
      };
      const home = homeOf(ID, true);
      const other = homeOf(OTHER, false);
      const ann = await OfficerPage.open(bench.desk.port, 'en-GB');
      await ann.login('Ann');
      await ann.goOnDuty();
      const { page } = ann;
      home.press(KEY_RED);
      other.press(KEY_RED);
      const row = page.locator(`[data-call^="${ID}"]`);
      await row.locator('text=Light in the home: help is coming').waitFor();
      await page.locator(`[data-call^="${OTHER}"]`).waitFor();
      expect(await page.locator(`[data-call^="${OTHER}"] .light`).count()).toBe(0);
      await row.click();
      await page.keyboard.press('t');
      await page.waitForSelector('.people');
      await page.keyboard.press('r');
      await page.waitForSelector('#sheet >> text=somebody is looking after you');
      await page.click('#language');
      await page.waitForSelector('#sheet >> text=家中灯光：有人在处理');
      expect(ann.complaints).toEqual([]);
    },
    SLOW_MS,
  );
});
