// The desk's page in a real browser: two officers see a red call, one takes it by keyboard alone, and nothing breaks the page's policy.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { VirtualHome } from '#simulator/home.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { DeskBench } from './desk-bench.ts';
import { PASSWORD } from './officer.ts';

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
const ID = 'CB-0001';
/** A browser starts slowly on a busy machine. */
const SLOW_MS = 180_000;

describe.skipIf(!existsSync(CHROMIUM))('in chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  }, SLOW_MS);
  afterAll(() => browser?.close());

  async function open(bench: DeskBench, locale: string, path = '/') {
    const context = await browser.newContext({ locale });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error')
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${bench.desk.port}${path}`);
    return { page, complaints };
  }

  async function login(page: Page, name: string): Promise<void> {
    await page.fill('#name', name);
    await page.fill('#password', PASSWORD);
    await page.click('#login-button');
    await page.click('#duty');
  }

  it(
    'a one-time link opens the desk once, and says what to do the second time',
    async () => {
      const bench = await DeskBench.start([ID]);
      const path = `/one-time-login#${await bench.desk.oneTimeLogin('Guest')}`;
      const guest = await open(bench, 'en-US', path);
      await guest.page.waitForSelector('#duty:visible');
      expect(new URL(guest.page.url()).href).not.toContain('one-time-login');
      expect(guest.complaints).toEqual([]);
      const late = await open(bench, 'zh-CN', path);
      await late.page.waitForSelector('text=此链接已被使用或已过期');
      expect(late.page.url()).not.toContain('#');
    },
    SLOW_MS,
  );

  it(
    'both see a red call, one takes it by keyboard alone and closes it, and the other is told',
    async () => {
      const bench = await DeskBench.start([ID]);
      const main = { host: '127.0.0.1', port: bench.gateway.mqttPort, tls: false };
      const settings = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
      const home = new VirtualHome({ settings });
      onTestFinished(() => home.powerOff());
      home.powerOn();
      const ann = await open(bench, 'zh-CN');
      await ann.page.waitForSelector('text=创建第一个账号');
      await login(ann.page, 'Ann');
      await bench.desk.sessions.add('Bo', 'officer', PASSWORD);
      const bo = await open(bench, 'en-GB');
      await login(bo.page, 'Bo');
      await bo.page.waitForSelector('text=On duty: Ann、Bo');

      home.press(KEY_RED);
      await bo.page.waitForSelector('.call.red.rings');
      await ann.page.waitForSelector('.call.red.rings');
      await until(() => home.light?.name === 'accepted', 'the light that says help is coming');

      await ann.page.keyboard.press('t');
      await bo.page.waitForSelector('text=taken by Ann');
      await ann.page.waitForSelector('text=已拨电话');
      await ann.page.keyboard.press('r');
      await until(() => home.light?.name === 'answered', 'the light that says somebody answered');
      await ann.page.selectOption('#sheet select', 'helped');
      await ann.page.click('#sheet form:last-of-type button');
      await bo.page.waitForSelector('text=No calls are open.');
      await until(() => home.light?.name === 'idle', 'the light that says all is over');
      expect([...ann.complaints, ...bo.complaints]).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'says that the line is lost when the desk is gone, and is not on duty any more',
    async () => {
      const bench = await DeskBench.start([ID]);
      const { page } = await open(bench, 'en-GB');
      await login(page, 'Ann');
      await page.waitForSelector('text=On duty: Ann');
      await bench.desk.stop();
      await page.waitForSelector('#lost:not([hidden])', { timeout: SLOW_MS });
    },
    SLOW_MS,
  );
});
