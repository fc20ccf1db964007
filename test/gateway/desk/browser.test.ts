// The desk's page in real browsers: officers see a red call, one takes it by keyboard alone, and what stops in between rings again.
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { TAKER_GONE_MS } from '#gateway/desk/duty.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { VirtualHome } from '#simulator/home.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { DeskBench } from './desk-bench.ts';
import { PASSWORD } from './officer.ts';
import { HAS_CHROMIUM, OfficerPage, SLOW_MS } from './officer-page.ts';

const ID = 'CB-0001';

describe.skipIf(!HAS_CHROMIUM)('in chromium', () => {
  function homeAt(bench: DeskBench): VirtualHome {
    const main = { host: '127.0.0.1', port: bench.gateway.mqttPort, tls: false };
    const settings = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
    const home = new VirtualHome({ settings });
    onTestFinished(() => home.powerOff());
    home.powerOn();
    return home;
  }

  /** Ann makes the first account, and both are on duty. */
  async function annAndBo(bench: DeskBench) {
    const { port, sessions } = bench.desk;
    const ann = await OfficerPage.openAlone(port, 'zh-CN');
    await ann.page.waitForSelector('text=创建第一个账号');
    await ann.login('Ann');
    await ann.goOnDuty();
    await sessions.add('Bo', 'officer', PASSWORD);
    const bo = await OfficerPage.open(port, 'en-GB');
    await bo.login('Bo');
    await bo.goOnDuty();
    await bo.page.waitForSelector('text=On duty: Ann, Bo');
    return { ann, bo };
  }

  it(
    'a one-time link opens the desk once, and says what to do the second time',
    async () => {
      const bench = await DeskBench.start([ID]);
      const { port } = bench.desk;
      const path = `/one-time-login#${await bench.desk.oneTimeLogin('Guest')}`;
      const guest = await OfficerPage.open(port, 'en-GB', path);
      await guest.page.waitForSelector('#duty');
      expect(guest.page.url()).not.toContain('one-time-login');
      expect(guest.complaints).toEqual([]);
      const late = await OfficerPage.open(port, 'zh-CN', path);
      await late.page.waitForSelector('text=此链接已被使用或已过期');
      expect(late.page.url()).not.toContain('#');
    },
    SLOW_MS,
  );

  it(
    'both see a red call, one handles it by keyboard alone from ring to close, and the other is told',
    async () => {
      const bench = await DeskBench.start([ID]);
      const home = homeAt(bench);
      const { ann, bo } = await annAndBo(bench);

      home.press(KEY_RED);
      await bo.page.waitForSelector('.call.red.rings');
      await ann.page.waitForSelector('.call.red.rings');
      await until(() => home.light?.name === 'accepted', 'the light that says help is coming');

      const { keyboard } = ann.page;
      await keyboard.press('t');
      await bo.page.waitForSelector('text=taken by Ann');
      await ann.page.waitForSelector('.people');
      await ann.page.waitForSelector('.next >> text=打电话给');
      await keyboard.press('p');
      await ann.page.waitForSelector('.next >> text=是否接通');
      await ann.page.waitForSelector('.records >> text=已拨电话');
      await keyboard.press('r');
      await ann.page.waitForSelector('.next >> text=询问需要什么');
      await until(() => home.light?.name === 'answered', 'the light that says somebody answered');
      await keyboard.press('3');
      await ann.page.waitForSelector('.records >> text=助急');
      await keyboard.press('s');
      await keyboard.type('赵磊');
      await keyboard.press('Enter');
      await ann.page.waitForSelector('.sent');
      await keyboard.press('a');
      await ann.page.waitForSelector('.records >> text=已到达');
      await ann.page.waitForSelector('.next >> text=结束呼叫');
      await keyboard.press('f');
      await keyboard.press('c');
      await keyboard.press('Enter');
      await bo.page.waitForSelector('text=No calls are open.');
      await until(() => home.light?.name === 'idle', 'the light that says all is over');
      expect([...ann.complaints, ...bo.complaints]).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'a call rings again at the other officer when the browser of who took it is killed',
    async () => {
      const bench = await DeskBench.start([ID]);
      const home = homeAt(bench);
      const { ann, bo } = await annAndBo(bench);
      home.press(KEY_RED);
      await ann.page.waitForSelector('.call.red.rings');
      await ann.page.keyboard.press('t');
      await bo.page.waitForSelector('text=taken by Ann');
      await ann.kill();
      bench.clock.moveAhead(TAKER_GONE_MS);
      await bo.page.waitForSelector('.call.red.rings');
      await bo.page.keyboard.press('t');
      await bo.page.waitForSelector('text=taken by you');
    },
    SLOW_MS,
  );

  it(
    'nothing on the page keeps anybody out, in both languages',
    async () => {
      const bench = await DeskBench.start([ID]);
      const home = homeAt(bench);
      const { port } = bench.desk;
      const ann = await OfficerPage.open(port, 'zh-CN');
      await ann.page.waitForSelector('#login');
      expect(await ann.barriers()).toEqual([]);
      await ann.login('Ann');
      await ann.goOnDuty();
      home.press(KEY_RED);
      await ann.page.waitForSelector('.call.red.rings');
      expect(await ann.barriers()).toEqual([]);
      await ann.page.keyboard.press('t');
      await ann.page.waitForSelector('.people');
      expect(await ann.barriers()).toEqual([]);
      await ann.page.click('#language');
      await ann.page.waitForSelector('text=What is needed');
      expect(await ann.barriers()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'says that the line is lost when the desk is gone, and is not on duty any more',
    async () => {
      const bench = await DeskBench.start([ID]);
      const ann = await OfficerPage.open(bench.desk.port, 'en-GB');
      await ann.login('Ann');
      await ann.goOnDuty();
      await bench.desk.stop();
      await ann.page.waitForSelector('#lost');
    },
    SLOW_MS,
  );

  it(
    'a session that ends in the middle of a red call leads to the login, and nothing typed is lost',
    async () => {
      const bench = await DeskBench.start([ID]);
      const home = homeAt(bench);
      const ann = await OfficerPage.open(bench.desk.port, 'en-GB');
      await ann.login('Ann');
      await ann.goOnDuty();
      home.press(KEY_RED);
      await ann.page.waitForSelector('.call.red.rings');
      await ann.page.keyboard.press('t');
      const note = ann.page.getByRole('textbox', { name: 'Note' });
      await note.fill('the door is open');
      await ann.page.getByRole('textbox', { name: 'In words' }).fill('a doctor');
      await bench.desk.sessions.endOf('Ann');
      await ann.page.waitForSelector('#login');
      await ann.login('Ann');
      await note.waitFor();
      expect(await note.inputValue()).toBe('the door is open');
      expect(await ann.page.getByRole('textbox', { name: 'In words' }).inputValue()).toBe(
        'a doctor',
      );
    },
    SLOW_MS,
  );

  it(
    'comes back by itself to a desk that refused the stream for a while',
    async () => {
      const bench = await DeskBench.start([ID]);
      const ann = await OfficerPage.open(bench.desk.port, 'en-GB');
      await ann.login('Ann');
      await ann.goOnDuty();
      await ann.page.route('**/api/stream', (route) => route.fulfill({ status: 503 }));
      await bench.restart();
      await ann.page.waitForSelector('#lost');
      await ann.page.unroute('**/api/stream');
      await ann.page.waitForSelector('#lost', { state: 'detached' });
    },
    SLOW_MS,
  );

  it(
    'the key that takes a call takes the next one too, and on a telephone its sheet comes into view',
    async () => {
      const bench = await DeskBench.start([ID]);
      const home = homeAt(bench);
      const ann = await OfficerPage.open(bench.desk.port, 'en-GB');
      await ann.page.setViewportSize({ width: 390, height: 600 });
      await ann.login('Ann');
      await ann.goOnDuty();
      home.press(KEY_RED);
      await ann.page.waitForSelector('.call.red.rings');
      await ann.page.keyboard.press('t');
      await ann.page.waitForSelector('.call.red >> text=taken by you');
      const box = await ann.page.locator('#sheet h2').boundingBox();
      expect(box?.y).toBeLessThan(300);
      home.press(KEY_GREEN);
      await ann.page.waitForSelector('.call.green.rings');
      await ann.page.keyboard.press('t');
      await ann.page.waitForSelector('.call.green >> text=taken by you');
    },
    SLOW_MS,
  );
});
