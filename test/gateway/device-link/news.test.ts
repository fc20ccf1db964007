// A call as its device hears of it.
import { describe, expect, it } from 'vitest';
import { DeviceConnections, newsOf } from '#gateway/device-link/device-connections.ts';
import { advanceCall, openCall } from '#gateway/domain/call.ts';
import type { Press } from '#gateway/domain/press.ts';
import {
  type CallNews,
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_UNANSWERED,
} from '#protocol/messages.ts';

const press: Press = {
  deviceId: 'CB-1',
  bootId: 1,
  seq: 1,
  key: 'red',
  count: 1,
  test: false,
  receivedAt: 1_000,
  ageMs: 0,
  ageIsLowerBound: false,
};
const opened = openCall(press, undefined);
const missed = { accepted: 3_000, answered: 61_000 };

it('says nothing of a test: whoever forgot what was one would take it for help that is coming', () => {
  const told: CallNews[] = [];
  const connections = new DeviceConnections();
  const device = { deviceId: 'CB-1' };
  connections.makeCurrent({ device, tell: (news: CallNews) => told.push(news) } as never);
  for (const test of [true, false]) {
    connections.progress(advanceCall(openCall({ ...press, test }, undefined), 'accepted', 1_500));
  }
  expect(told).toMatchObject([{ stage: STAGE_ACCEPTED }]);
});

describe('a call that nobody answered in time', () => {
  it('is unanswered, accepted or not', () => {
    expect(newsOf({ ...opened, missed }).stage).toBe(STAGE_UNANSWERED);
    const accepted = advanceCall(opened, 'accepted', 1_500);
    expect(newsOf({ ...accepted, missed }).stage).toBe(STAGE_UNANSWERED);
  });

  it('is accepted when that came after the limit: help is coming after all', () => {
    expect(newsOf(advanceCall({ ...opened, missed }, 'accepted', 62_000)).stage).toBe(
      STAGE_ACCEPTED,
    );
  });

  it('is answered once somebody does', () => {
    expect(newsOf(advanceCall({ ...opened, missed }, 'answered', 70_000)).stage).toBe(
      STAGE_ANSWERED,
    );
  });
});
