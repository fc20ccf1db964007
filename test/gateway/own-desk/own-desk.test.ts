// The gateway's own desk in its own process: answers a press, outlives what kills it, and is nothing the gateway depends on.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GatewayPorts } from '#gateway/main.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { freePort } from '#simulator/gateway-process.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { SECRET } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { Officer } from '../desk/officer.ts';
import { tempFolder } from '../temp.ts';
import { Office, takenPort } from './own-desk.ts';

async function officer(office: Office, first = false): Promise<Officer> {
  const ann = await Officer.login(office.port, 'Ann', first);
  await ann.listen();
  onTestFinished(() => ann.close());
  return ann;
}

describe('a gateway whose keys have no routes of their own', () => {
  it('has a desk that takes a press to its end, and the light of the home follows', async () => {
    const office = await Office.start();
    await office.isUp();
    const ann = await officer(office, true);
    const home = office.home();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    await ann.onDuty(callId);
    await until(() => home.light?.name === 'accepted', 'accepted');
    await ann.step(callId, { step: 'taken' });
    await ann.step(callId, { step: 'reached', whom: '' });
    await until(() => home.light?.name === 'answered', 'answered');
    await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
    await until(() => home.light?.name === 'idle', 'idle');
    expect(office.gateway.health().reasons).toEqual([]);
  });

  it('knows how many are on duty, which health and metrics show', async () => {
    const office = await Office.start();
    await office.isUp();
    const metric = async () => {
      const text = await (
        await fetch(`http://127.0.0.1:${office.gateway.httpPort}/metrics`)
      ).text();
      return /^callbutton_desk_officers\{destination="desk"\} (\d+)$/m.exec(text)?.[1];
    };
    await until(async () => (await metric()) === '0', 'nobody on duty');
    const ann = await officer(office, true);
    await ann.onDuty();
    await until(async () => (await metric()) === '1', 'somebody on duty');
  });

  it('gives its secrets to nobody who looks at the arguments and the environment of the process', async () => {
    const office = await Office.start();
    await office.isUp();
    const seen = await Promise.all(
      ['cmdline', 'environ'].map((name) => readFile(`/proc/${office.desk.pid}/${name}`, 'utf8')),
    );
    const key = (await readFile(`${office.data}/master.key`, 'utf8')).trim();
    for (const text of seen) {
      expect(text).not.toContain(office.desk.secret);
      expect(text).not.toContain('whsec_');
      expect(text).not.toContain(key);
      expect(text).not.toContain('/v1/reports');
    }
  });

  it('starts its desk again when it is killed, with all that was at it, and what came meanwhile', async () => {
    const office = await Office.start();
    await office.isUp();
    const ann = await officer(office, true);
    const home = office.home();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    await ann.step(callId, { step: 'taken' });
    const former = office.desk.pid as number;
    process.kill(former, 'SIGKILL');
    await until(() => office.desk.link?.isUp === false, 'its end');
    expect(office.gateway.health().reasons.join()).toContain('DESK_CRASHED');
    await until(() => home.press(KEY_RED) !== undefined, 'a second press');
    await office.isUp();
    expect(office.desk.pid).not.toBe(former);
    const again = await officer(office);
    expect(await again.sees(({ presses }) => presses === 2)).toMatchObject({
      callId,
      taker: 'Ann',
    });
  });

  it('lives without its desk while the port is taken: the fallback has the press, and somebody is told', async () => {
    const duty = new StandInPlatform({ secret: SECRET });
    const url = await duty.start();
    onTestFinished(() => duty.stop());
    process.env.OWN_DESK_TEST_SECRET = SECRET;
    onTestFinished(() => void delete process.env.OWN_DESK_TEST_SECRET);
    const port = await takenPort();
    const office = await Office.start({
      port,
      destinations: { duty: { type: 'webhook', url, secret: { env: 'OWN_DESK_TEST_SECRET' } } },
      routes: { red: { to: 'desk', fallback: { to: 'duty', after: '300ms' } } },
    });
    await until(() => office.told('desk down'), 'the log');
    expect(office.told('desk down')?.fields).toMatchObject({ code: 'ADDRESS_UNAVAILABLE' });
    expect(office.gateway.health()).toMatchObject({ ready: true, status: 'degraded' });
    expect(office.gateway.health().reasons.join()).toContain(`127.0.0.1:${port}`);
    expect(office.gateway.health().reasons.join()).toContain('call-button platform');
    const home = office.home();
    home.press(KEY_RED);
    await duty.until((received) => received.size === 1);
    await until(() => home.light?.name === 'accepted', 'accepted');
  });

  it.each([
    ['of another key, or damaged', 'desk.db', 'DESK_LOCKED'],
    ['that is a folder', 'desk.db/x', 'DESK_FAILED'],
  ])('lives without its desk while that has a database %s, and says what to do', async (_what, file, code) => {
    const data = await tempFolder();
    const path = join(data, 'desk', file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.alloc(8_192, 7));
    const office = await Office.start({ data });
    await until(() => office.told('desk down'), 'the log');
    expect(office.told('desk down')?.fields).toMatchObject({ code });
    expect(office.gateway.health()).toMatchObject({ ready: true, status: 'degraded' });
    expect(office.gateway.health().reasons.join()).toContain(code);
    // What is there is not written over.
    expect((await readFile(path))[0]).toBe(7);
  });

  it('its archive has the homes that installers register, read over the admin API with a token of its own', async () => {
    let ports: GatewayPorts | undefined;
    const office = await Office.start({
      admin: { port: await freePort() },
      change: (real) => {
        ports = real;
        return {};
      },
    });
    const { adminPort } = office.gateway;
    const by = { name: 'test', role: 'admin' } as const;
    const token = await ports!.tokens.create(by, 'installer', 'installer');
    const put = await fetch(`http://127.0.0.1:${adminPort}/api/v1/homes`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reference: '4711', name: '王秀英' }),
    });
    expect(put.status).toBe(200);
    await office.isUp();
    const ann = await officer(office, true);
    const search = {
      text: '王秀英',
      subdistrict: '',
      community: '',
      list: 'all',
      page: 0,
    };
    await until(async () => {
      const { body } = await ann.post('/api/residents/search', search);
      return body.total === 1;
    }, 'the resident of the home');
  });

  it('ends its desk with itself', async () => {
    const office = await Office.start();
    await office.isUp();
    const { pid } = office.desk;
    await office.gateway.stop();
    expect(office.desk.pid).toBeUndefined();
    await expect(readFile(`/proc/${pid}/cmdline`, 'utf8')).rejects.toThrow();
  });
});
