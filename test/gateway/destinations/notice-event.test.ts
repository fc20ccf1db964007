// A notice on the wire: a CloudEvent with all that is known, the homes it is about, and a sentence for a person.
import { CloudEvent, type CloudEventV1, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noticeEvent } from '#gateway/destinations/notice-event.ts';
import { CONDITIONS } from '#gateway/domain/condition.ts';
import { CAUSES, LIMITS } from '#gateway/domain/missed-deadline.ts';
import type { CaseNotice, MissedDeadlineNotice } from '#gateway/domain/notice.ts';
import type { NoticeDelivery } from '#gateway/domain/ports/destination.ts';
import { caseOf, missedDeadlineOf, PERSONAL } from '#test/contract/destination.contract.ts';
import { SECRET, TestServer, webhookTo } from './server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await new TestServer().start();
});
afterEach(() => server.stop());

async function received(delivery: NoticeDelivery): Promise<CloudEventV1<Record<string, unknown>>> {
  await webhookTo(server.origin).deliver(delivery, new AbortController().signal);
  const { headers, body } = server.received.at(-1)!;
  expect(() => new Webhook(SECRET).verify(body, headers as Record<string, string>)).not.toThrow();
  const event = HTTP.toEvent({ headers, body }) as CloudEventV1<Record<string, unknown>>;
  expect(new CloudEvent(event).validate()).toBe(true);
  expect(headers['webhook-id']).toBe(event.id);
  return event;
}

const textOf = (delivery: NoticeDelivery) => noticeEvent(delivery, '/g/1').data.text;
const missedDeadlineText = (changes: Partial<MissedDeadlineNotice>) =>
  textOf(missedDeadlineOf(changes));
const caseText = (changes: Partial<CaseNotice>) => textOf(caseOf(changes));
const homes = { 'CB-1': { reference: '4711', name: PERSONAL } };

describe('a missed time limit on the wire', () => {
  it('is a signed CloudEvent about its device', async () => {
    expect(await received(missedDeadlineOf())).toMatchObject({
      id: 'breach/CB-1/1/1/accepted',
      source: '/g/1',
      type: 'callbutton.breach.v1',
      subject: 'CB-1',
      time: '2026-01-02T03:04:05.678Z',
    });
  });

  it('carries the limit, its cause, the press, the call and the home', async () => {
    const { data } = await received(missedDeadlineOf());
    expect(data).toEqual({
      text: 'The red press of CB-1 was not accepted in time (2 s, the limit is 2 s): the destination could not be reached, refused or failed',
      limit: 'accepted',
      cause: 'platform_down',
      key: 'red',
      call_id: 'CB-1.1.1',
      press: 'CB-1/1/1',
      device_id: 'CB-1',
      limit_ms: 2_000,
      took_ms: 2_040,
      group: 'street-1',
      homes,
    });
  });

  it('of the call names no press', async () => {
    const { press: _, ...notice } = missedDeadlineOf({ limit: 'answered' })
      .notice as MissedDeadlineNotice;
    const { data } = await received({ kind: 'notice', notice, homes });
    expect(data).not.toHaveProperty('press');
    expect(data?.text).toMatch(/^The red call of CB-1 was not answered in time/);
  });

  it('has words for every limit and every cause', () => {
    for (const limit of LIMITS) {
      for (const cause of Object.keys(CAUSES) as (keyof typeof CAUSES)[]) {
        expect(missedDeadlineText({ limit, cause })).toContain(CAUSES[cause]);
        expect(missedDeadlineText({ limit, cause })).not.toContain('undefined');
      }
    }
  });
});

describe('a case on the wire', () => {
  it('is a signed CloudEvent about its device', async () => {
    expect(await received(caseOf())).toMatchObject({
      id: 'case/7/1',
      source: '/g/1',
      type: 'callbutton.case.v1',
      subject: 'CB-1',
      time: '2026-01-02T03:04:05.678Z',
    });
  });

  it('carries the condition, the devices and their homes', async () => {
    const { data } = await received(caseOf());
    expect(data).toEqual({
      text: 'CB-1: no heartbeat',
      case_id: '7',
      event: 'opened',
      condition: 'silent',
      device_ids: ['CB-1'],
      opened_at: '2026-01-02T03:04:05.678Z',
      group: 'street-1',
      homes,
    });
  });

  it('carries what is known of a battery, and when all was well', async () => {
    const battery = { batteryPercent: 0, daysLeft: 2.4, lastGoodAt: 0 };
    const { data } = await received(caseOf({ condition: 'battery_low', ...battery }));
    expect(data).toMatchObject({
      battery_percent: 0,
      days_left: 2.4,
      last_good_at: '1970-01-01T00:00:00.000Z',
      text: 'CB-1: the battery is low, about 2 days left',
    });
  });

  it('of many devices is about their group', async () => {
    const deviceIds = Array.from({ length: 500 }, (_, i) => `CB-${i}`);
    const event = await received(caseOf({ condition: 'offline', deviceIds }));
    expect(event.subject).toBe('street-1');
    expect(event.data).toMatchObject({
      text: '500 devices of street-1: no connection',
      device_ids: deviceIds,
    });
  });

  it('of many devices without a group has no subject', async () => {
    const event = await received(caseOf({ deviceIds: ['CB-1', 'CB-2'], group: '' }));
    expect(event.subject).toBeUndefined();
    expect(event.data?.text).toBe('2 devices: no heartbeat');
  });

  it('has words for every condition, begun and over', () => {
    for (const condition of Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[]) {
      // What is lost of the journal concerns the gateway, and is never over.
      if (condition === 'journal_damaged' || condition === 'nobody_on_duty') continue;
      // It concerns all devices, and is told once it is over.
      if (condition === 'update_finished') continue;
      expect(caseText({ condition })).toBe(`CB-1: ${CONDITIONS[condition]}`);
      const over = caseText({ condition, event: 'restored', daysLeft: 3 });
      expect(over).toBe(`CB-1: over: ${CONDITIONS[condition]}`);
    }
    expect(caseText({ condition: 'nobody_on_duty', deviceIds: [], event: 'restored' })).toBe(
      `The duty desk: over: ${CONDITIONS.nobody_on_duty}`,
    );
    expect(caseText({ condition: 'journal_damaged' })).toContain(
      `The gateway: ${CONDITIONS.journal_damaged}`,
    );
  });
});

describe('a notice with all its fields', () => {
  const missed = missedDeadlineOf().notice as Required<MissedDeadlineNotice>;
  const all: Required<CaseNotice> = {
    ...(caseOf().notice as CaseNotice),
    lastGoodAt: 1,
    batteryPercent: 2,
    daysLeft: 3,
    faultKind: 4,
    faultDetail: 5,
  };
  for (const notice of [missed, all]) {
    it(`loses none on the way: ${notice.kind}`, () => {
      const { data } = noticeEvent({ kind: 'notice', notice, homes }, '/g/1');
      const { id: _id, at: _at, kind: _kind, ...rest } = notice;
      for (const name of Object.keys(rest)) {
        expect(data).toHaveProperty(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
      }
    });
  }
});

describe('a notice that no event can be made of', () => {
  it('fails, and is not thrown', async () => {
    const never = new AbortController().signal;
    for (const delivery of [missedDeadlineOf({ at: Number.NaN }), caseOf({ openedAt: 1e99 })]) {
      expect(await webhookTo(server.origin).deliver(delivery, never)).toMatchObject({
        kind: 'failed',
      });
    }
    expect(server.received).toEqual([]);
  });
});
