// The rooms of the archive in a real browser: found, changed, imported; nothing typed is lost, and axe-core finds nothing serious.
import { describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from '../officer-page.ts';
import { SUBJECT } from '../subject.ts';
import { startAlone } from './desk-alone.ts';
import { LI, WANG } from './people.ts';

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it(
    'a form keeps what is typed when the session ends, and brings in what somebody else saved',
    async () => {
      const alone = await startAlone();
      const { ann } = alone;
      const { body } = await ann.post('/api/residents', { version: null, resident: WANG });
      const officer = await OfficerPage.open(alone.desk.port, 'en-GB', '/#/archive/1');
      const { page } = officer;
      const save = () => page.getByRole('button', { name: 'Save' }).click();
      await officer.login('Ann');
      await page.click('text=Edit');
      await page.getByLabel('Health').fill('糖尿病');
      const resident = { ...WANG, strengths: '象棋' };
      await ann.post('/api/residents/1', { version: body.version, resident });
      // The page asks by itself too: here the form is the first that hears of the end.
      await page.route('**/api/page', (route) => route.abort());
      await page.context().clearCookies();
      await save();
      await officer.login('Ann');
      await page.unroute('**/api/page');
      expect(await page.getByLabel('Health').inputValue()).toBe('糖尿病');
      await save();
      await page.waitForSelector('text=somebody else has changed this meanwhile');
      await expect.poll(() => page.getByLabel('Strengths').inputValue()).toBe('象棋');
      expect(await page.getByLabel('Health').inputValue()).toBe('糖尿病');
      await save();
      await page.waitForSelector('text=All of it is right');
      const sheet = (await ann.get('/api/residents/1')).body;
      expect(sheet.resident).toEqual({ ...resident, health: '糖尿病' });
    },
    SLOW_MS,
  );

  it(
    'a list is looked at before it is taken over',
    async () => {
      const alone = await startAlone();
      const officer = await OfficerPage.open(alone.desk.port, 'zh-CN', '/#/archive/import');
      const { page, complaints } = officer;
      await officer.login('Ann');
      const list = '住户编号,姓名,出生日期\n4711,王秀英,1938/4/5\n4712,李建国,1938/13/1\n';
      const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
      await page.setInputFiles('input[type=file]', file);
      await page.click('text=预览');
      await page.waitForSelector('text=内容无法识别或过长');
      await page.click('text=导入正确的行');
      await page.waitForSelector('text=已导入档案');
      await page.click('text=返回列表');
      await page.waitForSelector('a:has-text("王秀英")');
      expect(await page.locator('text=李建国').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'a helper without an account sees where to go, and tells that they have arrived',
    async () => {
      const alone = await startAlone();
      const { ann } = alone;
      const { callId } = SUBJECT;
      const { id: helperId } = (await ann.post('/api/helpers', { version: null, helper: LI })).body;
      await ann.post('/api/residents', { version: null, resident: WANG });
      await alone.press();
      await ann.step(callId, { step: 'taken' });
      await ann.post(`/api/calls/${callId}/steps`, { step: 'sent', helper: LI.name, helperId });
      const { path } = (await ann.post(`/api/calls/${callId}/helper-link`, { helperId })).body;
      const helper = await OfficerPage.open(alone.desk.port, 'zh-CN', path as string);
      const { page, complaints } = helper;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.waitForSelector(`text=${WANG.address}`);
      expect(await page.title()).not.toContain(WANG.name);
      expect(await helper.barriers()).toEqual([]);
      await page.click('text=我已到达');
      await page.waitForSelector('text=✓ 我已到达');
      await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
      expect(complaints).toEqual([]);
      await page.click('text=服务完成');
      await page.waitForSelector('text=此链接已失效');
    },
    SLOW_MS,
  );

  it(
    'every room is without serious faults for whoever uses a screen reader, in both languages',
    async () => {
      const alone = await startAlone();
      const { ann } = alone;
      await ann.post('/api/helpers', { version: null, helper: LI });
      await ann.post('/api/residents', { version: null, resident: { ...WANG, pairs: [1] } });
      for (const locale of ['zh-CN', 'en-GB'] as const) {
        const officer = await OfficerPage.open(alone.desk.port, locale);
        const { page, complaints } = officer;
        await officer.login('Ann');
        const rooms: [string, string][] = [
          ['#/archive', 'table'],
          ['#/archive/1', '.sheets'],
          ['#/archive/new', 'form'],
          ['#/archive/import', 'input[type=file]'],
          ['#/archive/looks', 'h2'],
          ['#/helpers', 'table'],
          ['#/buttons', '.empty'],
          ['#/buttons/coverage', '.goal'],
        ];
        for (const [path, shown] of rooms) {
          await page.goto(`http://127.0.0.1:${alone.desk.port}/${path}`);
          await page.waitForSelector(`main ${shown}`);
          expect([path, await officer.barriers()]).toEqual([path, []]);
        }
        await page.goto(`http://127.0.0.1:${alone.desk.port}/#/helpers`);
        await page.click('.bar .button.main');
        await page.waitForSelector('[role=dialog]');
        expect(await officer.barriers()).toEqual([]);
        expect(complaints).toEqual([]);
      }
    },
    SLOW_MS,
  );
});
