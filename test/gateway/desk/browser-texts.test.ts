// Names, notes and addresses that look like scripts, turn lines round or ring bells: shown as text in every room, and run nowhere.
import { describe, expect, it } from 'vitest';
import { startAlone } from './archive/desk-alone.ts';
import { LI, WANG } from './archive/people.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';
import { SUBJECT } from './subject.ts';

const SCRIPT = '<script>globalThis.ran=1</script>';
const IMAGE = '"><img src=x onerror="globalThis.ran=1">';
const SHOWN = `${SCRIPT}👵🏻${IMAGE}`;
/** What turns the rest of a line round, rings a bell, and ends a string of a script. */
const UNSEEN = '\u202e\u2067\u0007\u2028';

const { callId } = SUBJECT;
const ROOMS = [
  ['calls', '#sheet h2'],
  ['archive', 'table tbody tr'],
  ['archive/1', '.sheets'],
  ['archive/new', 'form'],
  ['archive/looks', 'h2'],
  ['helpers', 'table tbody tr'],
  ['buttons', 'main#buttons > *'],
  ['buttons/coverage', '.goal'],
  ['ledger', 'table tbody tr'],
  ['ledger/follow-ups', 'main#ledger > *'],
  ['ledger/samples', 'main#ledger > *'],
  ['figures', 'article'],
  ['people', '.week'],
  ['people/accounts', 'table tbody tr'],
] as const;

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it(
    'hostile texts are shown as text and run nowhere: in every room, on a helper’s phone, and on paper',
    async () => {
      const alone = await startAlone();
      const { ann, desk } = alone;
      const resident = {
        ...WANG,
        reference: '4711',
        name: `王${IMAGE}👵🏻`,
        address: SHOWN,
        access: SHOWN,
        health: SHOWN,
        community: `东${IMAGE}`,
        contacts: [{ name: SCRIPT, relation: IMAGE.slice(0, 60), telephone: '1"onclick="2' }],
      };
      expect((await ann.post('/api/residents', { version: null, resident })).status).toBe(200);
      const helper = { ...LI, name: `李${SCRIPT}`, community: `东${IMAGE}` };
      const { id: helperId } = (await ann.post('/api/helpers', { version: null, helper })).body;
      const home = {
        reference: '4711',
        name: `${UNSEEN}王${SHOWN}`,
        address: `${SHOWN}${UNSEEN}`,
        community: `东${IMAGE}`,
      };
      await alone.press({ home });
      await ann.step(callId, { step: 'taken' });
      const text = `${UNSEEN}${SHOWN}`;
      await ann.step(callId, { step: 'needed', needs: ['meals'], text });
      await ann.step(callId, { step: 'noted', text });
      await ann.post(`/api/calls/${callId}/steps`, { step: 'sent', helper: helper.name, helperId });
      const link = await ann.post(`/api/calls/${callId}/helper-link`, { helperId });

      const officer = await OfficerPage.open(desk.port, 'zh-CN');
      const { page, complaints } = officer;
      await officer.login('Ann');
      const faults = async (of: OfficerPage) => {
        const shown = await of.page.innerText('body');
        return {
          ran: await of.page.evaluate('globalThis.ran ?? 0'),
          images: await of.page.locator('img, body script:not([type=module])').count(),
          unseen: [...UNSEEN].some((sign) => shown.includes(sign)),
        };
      };
      const none = { ran: 0, images: 0, unseen: false };
      await page.click('.call');
      for (const [room, shown] of ROOMS) {
        await page.evaluate(`location.hash = '#/${room}'`);
        await page.waitForSelector(shown);
        expect({ room, ...(await faults(officer)) }).toEqual({ room, ...none });
        const said = await page.innerText('main');
        if (/^(calls|archive|archive\/1|helpers|ledger)$/.test(room)) expect(said).toContain('<');
      }
      await page.evaluate("location.hash = '#/calls'");
      await page.waitForSelector('.records');
      for (const tel of await page.locator('a[href^="tel:"]').all()) {
        expect(await tel.getAttribute('href')).toMatch(/^tel:[+\d]+$/);
      }
      // Nothing of it is in the title or the address, which others see.
      expect((await page.title()) + page.url()).not.toMatch(/王|img/);

      const phone = await OfficerPage.open(desk.port, 'zh-CN', link.body.path as string);
      await phone.page.waitForSelector('.where');
      expect(await phone.page.innerText('.where')).toContain(SHOWN);
      expect(await faults(phone)).toEqual(none);

      await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: true });
      await page.evaluate("location.hash = '#/ledger/follow-ups'");
      await page.waitForSelector('main#ledger >> text=img src=x');
      expect(await faults(officer)).toEqual(none);
      await page.evaluate("location.hash = '#/figures'");
      await page.waitForSelector('.pictures');
      await page.emulateMedia({ media: 'print' });
      expect((await page.pdf()).length).toBeGreaterThan(1_000);
      expect(await faults(officer)).toEqual(none);
      expect([...complaints, ...phone.complaints]).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'a helper’s link that is wrong, was revoked or is over says so and shows nothing, in the language of the phone',
    async () => {
      const alone = await startAlone();
      const { ann, desk } = alone;
      const { id: helperId } = (await ann.post('/api/helpers', { version: null, helper: LI })).body;
      await ann.post('/api/residents', { version: null, resident: WANG });
      await alone.press();
      await ann.step(callId, { step: 'taken' });
      await ann.post(`/api/calls/${callId}/steps`, { step: 'sent', helper: LI.name, helperId });
      const link = async () => {
        const { body } = await ann.post(`/api/calls/${callId}/helper-link`, { helperId });
        return body.path as string;
      };
      const first = await link();
      const phone = await OfficerPage.open(desk.port, 'zh-CN', first);
      const { page } = phone;
      const shows = async (path: string, text: string) => {
        await page.goto(`http://127.0.0.1:${desk.port}${path}`);
        await page.reload();
        await page.waitForSelector(`[role=alert] >> text=${text}`);
        expect(await page.content()).not.toContain(WANG.address);
        expect(await page.locator('.way-of').count()).toBe(0);
      };
      await page.waitForSelector(`text=${WANG.address}`);
      for (const token of [
        '',
        '#',
        '#x',
        '#%',
        '#%F0%9F',
        '#<script>',
        '#王',
        `#${'x'.repeat(500)}`,
      ]) {
        await shows(`/helper${token}`, '链接');
      }
      // One link at a time: the newer one ends the other.
      const second = await link();
      await shows(first, '此链接已失效');
      await page.goto(`http://127.0.0.1:${desk.port}${second}`);
      await page.reload();
      // Done is not over: who reloads the page sees what they have said.
      await page.click('text=服务完成');
      await page.waitForSelector('text=✓ 服务完成');
      await page.reload();
      await page.waitForSelector('text=✓ 服务完成');
      await ann.post(`/api/calls/${callId}/helper-link/revoke`, { helperId });
      await shows(second, '此链接已失效');
      const third = await link();
      await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
      await shows(third, '此链接已失效');
    },
    SLOW_MS,
  );
});
