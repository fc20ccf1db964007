// Sending help: who is proposed, and the page of a helper, which is for one call and ends with it.
import { describe, expect, it } from 'vitest';
import type { HelperTask, Proposal } from '#gateway/desk/archive/shapes.ts';
import type { CallState } from '#gateway/desk/call-record.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { SUBJECT } from '../subject.ts';
import { type DeskAlone, startAlone } from './desk-alone.ts';
import { LI, WANG } from './people.ts';

const { callId } = SUBJECT;
const HOUR_MS = 3_600_000;

async function start() {
  const clock = new MovingClock(Date.UTC(2026, 4, 4, 4));
  const alone = await startAlone({ clock });
  const { ann } = alone;
  const { id } = (await ann.post('/api/helpers', { version: null, helper: LI })).body;
  const helperId = id as number;
  await ann.post('/api/residents', { version: null, resident: WANG });
  await alone.press();
  await ann.step(callId, { step: 'taken' });
  return { ...alone, clock, helperId };
}

/** What the helper's own page does: it has a token, and no account. */
function pageOf({ desk }: DeskAlone, path: string) {
  const headers = { 'x-call-button': 'desk', 'x-helper-token': path.split('#')[1] ?? '' };
  const ask = async (to: string, init: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${desk.port}${to}`, { ...init, headers });
    const body = (await response.json()) as HelperTask & { code: string };
    return { status: response.status, body };
  };
  return {
    task: () => ask('/api/helper', {}),
    step: (step: object) =>
      ask('/api/helper/steps', { method: 'POST', body: JSON.stringify(step) }),
  };
}

async function sendLink(alone: Awaited<ReturnType<typeof start>>): Promise<string> {
  const { ann, helperId } = alone;
  await ann.step(callId, { step: 'sent', helper: LI.name, helperId });
  const { body } = await ann.post(`/api/calls/${callId}/helper-link`, { helperId });
  return body.path as string;
}

describe('proposals of a call', () => {
  it('have the pair of the resident first, and who is sent elsewhere last and marked', async () => {
    const { ann, helperId, press } = await start();
    const add = async (helper: object) =>
      (await ann.post('/api/helpers', { version: null, helper: { ...LI, ...helper } })).body.id;
    const far = await add({ name: '远', community: '别处', services: ['shopping'] });
    const gone = await add({ name: '不在', isActive: false });
    const proposals = async (needs: string) => {
      const { body } = await ann.get(`/api/calls/${callId}/proposals?needs=${needs}`);
      return body.proposals as Proposal[];
    };
    expect((await proposals('')).map((one) => one.helperId)).toEqual([helperId, far]);
    expect((await proposals('')).map((one) => one.helperId)).not.toContain(gone);
    expect((await proposals('meals'))[0]?.lacks).toEqual(['meals']);
    await press({ callId: 'CB-0009.1.1', deviceId: 'CB-0009', home: {} });
    await ann.step('CB-0009.1.1', { step: 'taken' });
    await ann.step('CB-0009.1.1', { step: 'sent', helper: LI.name, helperId });
    expect(await proposals('shopping')).toMatchObject([
      { helperId: far, isBusy: false, closeness: 'elsewhere' },
      { helperId, isBusy: true, closeness: 'community' },
    ]);
    await ann.step('CB-0009.1.1', { step: 'helper_done', helperId });
    expect((await proposals('shopping'))[0]).toMatchObject({ helperId, isBusy: false });
    const odd = await ann.get(`/api/calls/${callId}/proposals?needs=money`);
    expect(odd.body.code).toBe('DESK_REQUEST_MALFORMED');
  });
});

describe("the helper's page", () => {
  it('shows what, where, how to get in and the telephone, and tells the way to the record of the call', async () => {
    const alone = await start();
    const { ann, clock } = alone;
    await ann.step(callId, { step: 'needed', needs: ['shopping'], text: '买菜' });
    const page = pageOf(alone, await sendLink(alone));
    const { body } = await page.task();
    expect(body).toMatchObject({
      helper: LI.name,
      needs: ['shopping'],
      text: '买菜',
      name: WANG.name,
      telephone: WANG.telephone,
      address: WANG.address,
      access: WANG.access,
      arrivedAt: null,
    });
    expect(JSON.stringify(body)).not.toContain(WANG.health);
    clock.pass(60_000);
    await page.step({ step: 'on_the_way' });
    clock.pass(13 * 60_000);
    expect((await page.step({ step: 'arrived' })).body.arrivedAt).toBe(clock.utc());
    await page.step({ step: 'noted', text: '已买好' });
    await page.step({ step: 'helper_done' });
    const { records } = (await ann.get(`/api/calls/${callId}/records`)).body as {
      records: { by: string; what: { step: string } }[];
    };
    expect(records.slice(-4).map(({ by, what }) => [by, what.step])).toEqual([
      [`helper:${LI.name}`, 'on_the_way'],
      [`helper:${LI.name}`, 'arrived'],
      [`helper:${LI.name}`, 'noted'],
      [`helper:${LI.name}`, 'helper_done'],
    ]);
    const call = (await ann.step(callId, { step: 'noted', text: 'x' })).body;
    const [sent] = (call as unknown as CallState).helpers;
    expect((sent?.arrivedAt ?? 0) - (sent?.sentAt ?? 0)).toBe(14 * 60_000);
  });

  it('is over with the call, after twelve hours, with a newer link, and when it is revoked: and says so', async () => {
    const alone = await start();
    const { ann, clock, helperId } = alone;
    const first = pageOf(alone, await sendLink(alone));
    const second = pageOf(alone, await sendLink(alone));
    expect(await first.task()).toMatchObject({
      status: 410,
      body: { code: 'HELPER_LINK_ENDED' },
    });
    await ann.post(`/api/calls/${callId}/helper-link/revoke`, { helperId });
    expect((await second.task()).body.code).toBe('HELPER_LINK_ENDED');
    const third = pageOf(alone, await sendLink(alone));
    clock.setUtc(clock.utc() + 12 * HOUR_MS);
    expect((await third.task()).body.code).toBe('HELPER_LINK_ENDED');
    const fourth = pageOf(alone, await sendLink(alone));
    expect((await fourth.task()).status).toBe(200);
    await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
    expect((await fourth.step({ step: 'arrived' })).body.code).toBe('HELPER_LINK_ENDED');
    const late = await ann.post(`/api/calls/${callId}/helper-link`, { helperId });
    expect(late.body.code).toBe('CALL_CLOSED');
  });

  it('is for nobody without the link, and the link for nothing else', async () => {
    const alone = await start();
    const { ann, helperId } = alone;
    const early = await ann.post(`/api/calls/${callId}/helper-link`, { helperId });
    expect(early.body.code).toBe('HELPER_NOT_SENT');
    const path = await sendLink(alone);
    expect(path).toMatch(/^\/helper#[\w-]{32}$/);
    for (const guess of ['', 'x', path.slice(0, -1)]) {
      expect((await pageOf(alone, `#${guess}`).task()).body.code).toBe('HELPER_LINK_UNKNOWN');
    }
    const page = pageOf(alone, path);
    for (const step of [{ step: 'closed' }, { step: 'taken' }, { step: 'noted', text: '' }]) {
      expect((await page.step(step)).body.code).toBe('DESK_FIELD_WRONG');
    }
    const token = path.split('#')[1] as string;
    const { status } = await fetch(`http://127.0.0.1:${alone.desk.port}/api/residents/1`, {
      headers: { 'x-helper-token': token, cookie: `call-button-desk=${token}` },
    });
    expect(status).toBe(401);
  });
});

describe('a helper', () => {
  it('is kept with every change, and refused with the field that is wrong', async () => {
    const { ann, login, helperId } = await start();
    const { body } = await ann.get(`/api/helpers/${helperId}`);
    const { version } = body;
    const helper = { ...LI, telephone: '137 9' };
    await ann.post(`/api/helpers/${helperId}`, { version, helper });
    const stale = await ann.post(`/api/helpers/${helperId}`, { version, helper: LI });
    expect(stale.body.code).toBe('DESK_CHANGED_MEANWHILE');
    const read = await ann.get(`/api/helpers/${helperId}`);
    expect(read.body).toMatchObject({
      helper,
      changes: [{ fields: { telephone: [LI.telephone, '137 9'] } }, { by: 'Ann' }],
    });
    const wrong: [string, object][] = [
      ['name', { name: ' ' }],
      ['telephone', { telephone: '' }],
      ['kind', { kind: 'robot' }],
      ['hours.0.to', { hours: [{ days: [1], from: 0, to: 1_441 }] }],
      ['hours.0.days', { hours: [{ days: [], from: 0, to: 1 }] }],
    ];
    for (const [field, change] of wrong) {
      const refused = await ann.post('/api/helpers', {
        version: null,
        helper: { ...LI, ...change },
      });
      expect([refused.body.code, refused.body.detail]).toEqual([
        'DESK_FIELD_WRONG',
        `helper.${field}`,
      ]);
    }
    const bo = await login('Bo', 'officer');
    expect((await bo.post('/api/helpers', { version: null, helper: LI })).status).toBe(403);
    expect((await ann.get('/api/helpers/99')).body.code).toBe('NO_SUCH_HELPER');
  });
});
