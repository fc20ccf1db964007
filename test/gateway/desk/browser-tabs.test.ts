// An officer with two tabs, and one who uses the back button: tabs agree, nothing typed is lost, and after a logout nothing of a resident is seen.
import { describe, expect, it } from 'vitest';
import { startAlone } from './archive/desk-alone.ts';
import { WANG } from './archive/people.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it(
    'what is taken in one tab is taken in the other, and duty goes on when one of them is closed',
    async () => {
      const alone = await startAlone();
      const first = await OfficerPage.open(alone.desk.port, 'en-GB');
      await first.login('Ann');
      await first.goOnDuty();
      const second = await first.tab();
      await second.goOnDuty();
      await alone.press();
      await second.page.waitForSelector('.call.red.rings');
      await first.page.keyboard.press('t');
      await second.page.waitForSelector('.call >> text=taken by you');
      await second.page.click('.call');
      await second.page.waitForSelector('.people');
      await second.page.keyboard.press('p');
      await first.page.waitForSelector('.records >> text=telephoned');

      const told = second.page.waitForResponse('**/api/page');
      await second.page.click('#duty');
      await told;
      await second.page.goto('about:blank');
      // By then the desk knows that the tab is gone.
      await first.page.waitForResponse('**/api/page');
      // News come in their order: what comes after it shows that the end of duty did not.
      await alone.press({ callId: 'later', key: 'green' });
      await first.page.waitForSelector('.call.green.rings');
      expect(await first.page.innerText('#officers')).toBe('On duty: Ann');
      expect(await first.page.locator('.call.red >> text=taken by you').count()).toBe(1);
      expect([...first.complaints, ...second.complaints]).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'a logout in one tab is one in the other: nothing is seen there, and what was typed is there after the login',
    async () => {
      const alone = await startAlone();
      await alone.ann.post('/api/residents', { version: null, resident: WANG });
      const first = await OfficerPage.open(alone.desk.port, 'en-GB');
      await first.login('Ann');
      await first.goOnDuty();
      await alone.press();
      await first.page.waitForSelector('.call.red.rings');
      const second = await first.tab();
      await second.page.waitForSelector('.call.red.rings');
      await second.page.keyboard.press('t');
      const health = second.page.locator('#sheet').getByText(WANG.health);
      await health.waitFor();
      const note = second.page.getByRole('textbox', { name: 'Note' });
      await note.fill('the door is open');

      await first.page.click('#logout');
      await first.page.waitForSelector('#login');
      await second.page.waitForSelector('#login');
      expect(await health.isVisible()).toBe(false);
      expect(await second.page.locator('.call').isVisible()).toBe(false);
      // Nor read out, nor reached by the keyboard.
      expect(await second.page.getByRole('textbox', { name: 'Note' }).count()).toBe(0);
      await second.login('Ann');
      await health.waitFor();
      expect(await note.inputValue()).toBe('the door is open');
    },
    SLOW_MS,
  );

  it(
    'a dialog gives way to the login when the session ends, and is there again with what was typed',
    async () => {
      const alone = await startAlone();
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB', '/#/helpers');
      const { page } = ann;
      await ann.login('Ann');
      await page.click('.bar .button.main');
      const telephone = page.getByRole('dialog').getByLabel('Telephone');
      await telephone.fill('138 0000 0000');
      await alone.desk.sessions.endOf('Ann');
      await page.waitForSelector('#login');
      await ann.login('Ann');
      await telephone.waitFor();
      expect(await telephone.inputValue()).toBe('138 0000 0000');
    },
    SLOW_MS,
  );

  it(
    'the back button in the middle of a form loses nothing, and after closing a call leads to no fault',
    async () => {
      const alone = await startAlone();
      await alone.ann.post('/api/residents', { version: null, resident: WANG });
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB', '/#/archive');
      const { page, complaints } = ann;
      await ann.login('Ann');
      await page.click(`a:has-text("${WANG.name}")`);
      await page.click('text=Edit');
      await page.getByLabel('Health').fill('asthma');
      await page.goBack();
      await page.waitForSelector('table');
      await page.goForward();
      // The form is open again, because something was typed in it.
      const health = page.getByLabel('Health');
      await health.waitFor();
      expect(await health.inputValue()).toBe('asthma');

      await page.click('nav a:has-text("Calls")');
      await ann.goOnDuty();
      await alone.press();
      await page.waitForSelector('.call.red.rings');
      await page.keyboard.press('t');
      await page.waitForSelector('.people');
      await page.keyboard.press('c');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=No calls are open.');
      await page.goBack();
      await health.waitFor();
      await page.goForward();
      await page.waitForSelector('text=No calls are open.');
      expect(await page.locator('.people').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'after a logout neither back nor forward shows anything of a resident, also from another site',
    async () => {
      const alone = await startAlone();
      await alone.ann.post('/api/residents', { version: null, resident: WANG });
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB', '/#/archive/1');
      const { page } = ann;
      await ann.login('Ann');
      await page.waitForSelector(`text=${WANG.health}`);
      await page.click('nav a:has-text("Helpers")');
      await page.waitForSelector('main#helpers');
      await page.click('#logout');
      const isEmpty = async () => {
        await page.waitForSelector('#login');
        return !(await page.content()).includes(WANG.health);
      };
      expect(await isEmpty()).toBe(true);
      await page.goBack();
      expect(page.url()).toContain('#/archive/1');
      expect(await isEmpty()).toBe(true);
      await page.goForward();
      expect(await isEmpty()).toBe(true);
      await page.goto('about:blank');
      await page.goBack();
      expect(await isEmpty()).toBe(true);
    },
    SLOW_MS,
  );

  it(
    'an address that was cut off or typed wrong leads to a room, and to no empty page',
    async () => {
      const alone = await startAlone();
      const ann = await OfficerPage.open(alone.desk.port, 'en-GB');
      const { page, complaints } = ann;
      await ann.login('Ann');
      for (const path of [
        '%',
        'archive/%E7',
        '../..',
        'archive/-1',
        'archive/9999',
        'x/<script>',
      ]) {
        await page.evaluate(`window.location.hash = ${JSON.stringify(`#/${path}`)}`);
        await page.waitForSelector('main > *');
        await page.waitForSelector('nav a[aria-current=page]');
        expect(await page.locator('text=has a fault').count()).toBe(0);
      }
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    },
    SLOW_MS,
  );
});
