// Dialling from the page: in a frame, by the office's own telephone system, or by hand. The page and its keys stay.
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '#simulator/gateway-process.ts';
import { until } from '#test/support/until.ts';
import { deskAlone } from './desk-alone.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';

const HOME = { reference: '7', name: '王', telephone: '010-5555 0134' };

async function ringing(telephoneUrl: string) {
  const desk = await deskAlone({ telephoneUrl });
  await desk.login('Ann', 'officer');
  await desk.press('C1', { home: HOME });
  const ann = await OfficerPage.open(desk.running.port, 'en-GB');
  await ann.login('Ann');
  await ann.goOnDuty();
  await ann.page.keyboard.press('t');
  await ann.page.waitForSelector('.people');
  return ann;
}

it.each([
  ['', 'tel:'],
  ['off', "'none'"],
  ['sip:{number}@pbx.example', 'sip:'],
  ['https://pbx.example/dial?to={number}', 'https://pbx.example'],
])('with telephone_url %j, the policy lets frames to %s and nowhere else', async (url, dialer) => {
  const { running } = await deskAlone({ telephoneUrl: url });
  const { headers } = await fetch(`http://127.0.0.1:${running.port}/`);
  expect(headers.get('content-security-policy')).toContain(`; frame-src ${dialer};`);
});

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  it(
    'a telephone system is asked, the keys go on, and Back dials nothing',
    async () => {
      const port = await freePort();
      const asked: (string | undefined)[] = [];
      const pbx = createServer((request, response) => {
        asked.push(request.url);
        response.end('dialling');
      }).listen(port, '127.0.0.1');
      onTestFinished(() => void pbx.close());
      const { page, complaints } = await ringing(`http://127.0.0.1:${port}/dial?to={number}`);
      const before = await page.evaluate('history.length');
      await page.keyboard.press('p');
      await until(() => asked.includes('/dial?to=01055550134'), 'the telephone system');
      await page.click('.people a');
      await until(() => asked.length === 2, 'the telephone system again');
      expect(await page.evaluate('history.length')).toBe(before);
      await page.keyboard.press('r');
      await page.waitForSelector('.records >> text=reached');
      expect(complaints).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'by hand, the key says that somebody telephones; and Enter closes from the follow-up too',
    async () => {
      const { page, complaints } = await ringing('off');
      await page.keyboard.press('p');
      await page.waitForSelector('.next >> text=reached or not? 王');
      await page.keyboard.press('r');
      await page.waitForSelector('.next >> text=ask what is needed');
      await page.focus('.check input');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=No calls are open.');
      expect(complaints).toEqual([]);
    },
    SLOW_MS,
  );
});
