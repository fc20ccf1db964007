// The duty desk beside a real gateway: acceptance is a person's, exactly one takes a call, and the light follows the records.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { deskSecret } from '#gateway/desk/run.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { VirtualHome } from '#simulator/home.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';
import { DeskBench } from './desk-bench.ts';
import { Officer, PASSWORD } from './officer.ts';

const ID = 'CB-0001';

async function start() {
  const bench = await DeskBench.start([ID]);
  const main = { host: '127.0.0.1', port: bench.gateway.mqttPort, tls: false };
  const settings = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
  const lights: string[] = [];
  const home = new VirtualHome({ settings, onLight: ({ name }) => lights.push(name) });
  onTestFinished(() => home.powerOff());
  home.powerOn();
  const ann = await Officer.login(bench.desk.port, 'Ann', true);
  await ann.listen();
  onTestFinished(() => ann.close());
  const light = (name: string) => until(() => home.light?.name === name, `the light ${name}`);
  const colleague = async (name: string) => {
    await bench.desk.sessions.add(name, 'officer', 'correct horse');
    const officer = await Officer.login(bench.desk.port, name);
    await officer.listen();
    onTestFinished(() => officer.close());
    return officer;
  };
  return { bench, home, lights, light, ann, colleague };
}

describe('a press', () => {
  it('is at every page, and counts as accepted only when the page of somebody on duty shows it', async () => {
    const { home, lights, light, ann } = await start();
    home.press(KEY_RED);
    const { callId, shownAt } = await ann.sees(({ key }) => key === 'red');
    expect(shownAt).toBeUndefined();
    await light('stored');
    // A page that isn't on duty shows it to nobody who has to act.
    await ann.post('/api/page', { page: ann.page, isOnDuty: false, shown: [callId] });
    expect(lights).not.toContain('accepted');
    await ann.onDuty(callId);
    await light('accepted');
  });

  it('is answered, helped and closed by the officer who took it, and the light follows', async () => {
    const { home, light, ann } = await start();
    home.press(KEY_GREEN);
    const { callId } = await ann.sees(() => true);
    await ann.onDuty(callId);
    expect((await ann.step(callId, { step: 'taken' })).status).toBe(200);
    await ann.step(callId, { step: 'telephoned', whom: '' });
    await ann.step(callId, { step: 'reached', whom: '' });
    await light('answered');
    await ann.step(callId, { step: 'needed', needs: ['shopping'], text: '买菜' });
    await ann.step(callId, { step: 'sent', helper: '李志愿者' });
    const closed = await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
    expect(closed.status).toBe(200);
    await light('idle');
    const { body } = await ann.get(`/api/calls/${callId}/records`);
    expect((body.records as { what: { step: string } }[]).map(({ what }) => what.step)).toEqual([
      'pressed',
      'shown',
      'taken',
      'telephoned',
      'reached',
      'needed',
      'sent',
      'closed',
    ]);
    expect((await ann.step(callId, { step: 'reached', whom: '' })).body.code).toBe('CALL_CLOSED');
    expect((await ann.step(callId, { step: 'noted', text: '明天回访' })).status).toBe(200);
  });

  it('pressed again is counted on the same call', async () => {
    const { home, ann } = await start();
    home.press(KEY_RED);
    const { callId } = await ann.sees(({ presses }) => presses === 1);
    // A finger that is still down presses nothing.
    await until(() => home.press(KEY_RED) !== undefined, 'a second press');
    expect((await ann.sees(({ presses }) => presses === 2)).callId).toBe(callId);
  });
});

describe('a call', () => {
  it('is taken by exactly one of two who click at the same moment; the other is told who', async () => {
    const { home, ann, colleague } = await start();
    const bo = await colleague('Bo');
    home.press(KEY_RED);
    const { callId } = await bo.sees(() => true);
    const answers = await Promise.all([
      ann.step(callId, { step: 'taken' }),
      bo.step(callId, { step: 'taken' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    const { taker } = await ann.sees((call) => call.taker !== undefined);
    expect(refused?.body).toMatchObject({ code: 'CALL_TAKEN', detail: taker });
    const other = taker === 'Ann' ? bo : ann;
    expect((await other.step(callId, { step: 'reached', whom: '' })).body.code).toBe(
      'CALL_NOT_YOURS',
    );
  });

  it('is handed over to somebody on duty, and to nobody who is not there or only watches', async () => {
    const { bench, home, ann, colleague } = await start();
    const bo = await colleague('Bo');
    await bench.desk.sessions.add('Wall', 'viewer', PASSWORD);
    const wall = await Officer.login(bench.desk.port, 'Wall');
    await wall.onDuty();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    await ann.step(callId, { step: 'taken' });
    for (const to of ['Wall', 'Bo', 'Nobody']) {
      const { body } = await ann.step(callId, { step: 'handed_over', to });
      expect(body.code).toBe('DESK_NOT_ON_DUTY');
    }
    await bo.onDuty();
    expect((await ann.step(callId, { step: 'handed_over', to: 'Bo' })).body.taker).toBe('Bo');
  });

  it('keeps what was typed without what nobody can see, and no note of blanks', async () => {
    const { home, ann } = await start();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    await ann.step(callId, { step: 'taken' });
    const text = ' 门\u0000开着\n\u202e👨‍👩‍👧 \ud800';
    await ann.step(callId, { step: 'noted', text });
    const { body } = await ann.get(`/api/calls/${callId}/records`);
    expect(body.records).toContainEqual(
      expect.objectContaining({ what: { step: 'noted', text: '门 开着 👨‍👩‍👧' } }),
    );
    expect((await ann.step(callId, { step: 'noted', text: ' \n ' })).status).toBe(400);
    expect((await ann.step(callId, { step: 'sent', helper: '\u0007' })).status).toBe(400);
  });

  it('is there after a restart of the desk, and what the gateway had not heard is told then', async () => {
    const { bench, home, light, ann } = await start();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    await ann.step(callId, { step: 'taken' });
    await bench.restart();
    const again = await Officer.login(bench.desk.port, 'Ann');
    await again.listen();
    onTestFinished(() => again.close());
    expect(await again.sees(() => true)).toMatchObject({ callId, taker: 'Ann', presses: 1 });
    await again.onDuty(callId);
    await again.step(callId, { step: 'reached', whom: '' });
    await light('answered');
  });
});

describe('the secret of desk and gateway', () => {
  it('is made in a folder that is made with it, stays, and is for its user alone', async () => {
    const file = join(await tempFolder(), 'desk-data', 'gateway.secret');
    const secret = await deskSecret(file);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await deskSecret(file)).toBe(secret);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });
});

describe('who is not an officer', () => {
  it('sees and does nothing: no session, no header of the page, a wrong signature', async () => {
    const { bench, home, ann } = await start();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    const url = `http://127.0.0.1:${bench.desk.port}`;
    for (const path of ['/api/stream', `/api/calls/${callId}/records`, '/api/closed']) {
      expect((await fetch(url + path)).status).toBe(401);
    }
    const step = { step: 'taken' } as const;
    const path = `/api/calls/${callId}/steps`;
    expect((await ann.post(path, step, { 'x-call-button': '' })).body.code).toBe('DESK_FORBIDDEN');
    expect((await ann.post(path, step, { cookie: '' })).body.code).toBe('DESK_LOGIN_NEEDED');
    const event = await fetch(`${url}/v1/events`, { method: 'POST', body: '{}' });
    expect(event.status).toBe(401);
    const first = await ann.post('/api/first-account', { name: 'Eve', password: 'correct horse' });
    expect(first.body.code).toBe('DESK_NAME_TAKEN');
  });

  it('guesses ten passwords of a name, and then has to wait; a viewer sees, and takes nothing', async () => {
    const { bench, home, ann } = await start();
    const guess = () => ann.post('/api/login', { name: 'Ann', password: 'wrong horse' });
    for (let time = 0; time < 10; time++)
      expect((await guess()).body.code).toBe('DESK_LOGIN_WRONG');
    expect((await guess()).status).toBe(429);
    await bench.desk.sessions.add('Wall', 'viewer', 'correct horse');
    const wall = await Officer.login(bench.desk.port, 'Wall');
    await wall.listen();
    onTestFinished(() => wall.close());
    home.press(KEY_RED);
    const { callId } = await wall.sees(() => true);
    expect((await wall.step(callId, { step: 'taken' })).status).toBe(403);
    await wall.onDuty(callId);
    expect((await wall.sees(() => true)).shownAt).toBeUndefined();
  });

  it('is refused bad input with a code, and nothing changes', async () => {
    const { home, ann } = await start();
    home.press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    const path = `/api/calls/${callId}/steps`;
    const bad = [
      {},
      { step: 'shown' },
      { step: 'pressed' },
      { step: 'sent', helper: '' },
      { step: 'noted', text: 'x'.repeat(2_001) },
      { step: 'closed', outcome: 'won' },
    ];
    for (const body of bad) {
      expect((await ann.post(path, body)).body.code).toBe('DESK_REQUEST_MALFORMED');
    }
    const long = await ann.post(path, { step: 'noted', text: 'x'.repeat(70_000) });
    expect(long).toMatchObject({ status: 413, body: { code: 'DESK_REQUEST_MALFORMED' } });
    expect((await ann.step('CB-9.1.1', { step: 'taken' })).body.code).toBe('NO_SUCH_CALL');
    expect((await ann.step(callId, { step: 'reached', whom: '' })).body.code).toBe(
      'CALL_NOT_TAKEN',
    );
    const { body } = await ann.get(`/api/calls/${callId}/records`);
    expect(body.records).toHaveLength(1);
  });
});
