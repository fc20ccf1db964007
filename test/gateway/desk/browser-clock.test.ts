// The page on a PC whose clock is wrong by a day, or is put right meanwhile: ages, colours and ringing follow the desk's time.
import { describe, expect, it } from 'vitest';
import { startAlone } from './archive/desk-alone.ts';
import { AheadClock } from './desk-bench.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';
import { SUBJECT } from './subject.ts';

const DAY_MS = 86_400_000;

/** Shifts what scripts read of the clock, and tells whether anything sounds. */
const machineBy = (aheadMs: number) => `
  const Right = Date;
  globalThis.aheadMs = ${aheadMs};
  globalThis.sounding = 0;
  globalThis.Date = class extends Right {
    constructor(...parts) {
      if (parts.length === 0) super(Right.now() + aheadMs);
      else super(...parts);
    }
    static now() {
      return Right.now() + aheadMs;
    }
  };
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function () {
    sounding += 1;
    return start.call(this);
  };
  AudioBufferSourceNode.prototype.stop = function () {
    sounding -= 1;
    return stop.call(this);
  };
`;

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it.each([
    ['a day ahead', DAY_MS],
    ['a day behind', -DAY_MS],
  ])(
    'ages, colours and ringing are right on a PC whose clock is %s, also when it is put right',
    async (_what, aheadMs) => {
      const clock = new AheadClock();
      const alone = await startAlone({ clock });
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB', '/', machineBy(aheadMs));
      const { page, complaints } = ann;
      // Not on duty: only what rings everywhere rings here. The click of the login lets the page sound.
      await ann.login('Ann');
      const look = async () => ({
        sounding: await page.evaluate('sounding'),
        late: await page.locator('.call .age.late').count(),
        unanswered: await page.locator('.unanswered').count(),
      });
      const nextSecond = async () => {
        const age = page.locator('.call .age');
        const before = await age.innerText();
        await expect.poll(() => age.innerText()).not.toBe(before);
      };
      await alone.press();
      await page.waitForSelector('.call.red.rings');
      await nextSecond();
      const calm = { sounding: 0, late: 0, unanswered: 0 };
      expect(await look()).toEqual(calm);
      await page.evaluate('aheadMs = 0');
      await nextSecond();
      expect(await look()).toEqual(calm);
      clock.moveAhead(31_000);
      await page.waitForSelector('.call .age.late');
      await expect.poll(look).toEqual({ sounding: 1, late: 1, unanswered: 0 });
      clock.moveAhead(31_000);
      await page.waitForSelector('.unanswered');
      await alone.ann.step(SUBJECT.callId, { step: 'taken' });
      await expect.poll(() => page.evaluate('sounding')).toBe(0);
      expect(complaints).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'the days that figures and shifts begin with are those of the desk',
    async () => {
      const alone = await startAlone();
      const machine = machineBy(40 * DAY_MS);
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB', '/#/figures', machine);
      const { page } = ann;
      await ann.login('Ann');
      const today = new Date();
      today.setMinutes(today.getMinutes() - today.getTimezoneOffset());
      const to = page.getByLabel('To');
      await to.waitFor();
      expect(await to.inputValue()).toBe(today.toISOString().slice(0, 10));
      await page.reload();
      await to.waitFor();
      expect(await to.inputValue()).toBe(today.toISOString().slice(0, 10));
    },
    SLOW_MS,
  );
});
