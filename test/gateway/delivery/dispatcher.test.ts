// Attempts: when a press is offered, offered again, offered beside a hanging attempt, and no more.
import { beforeEach, describe, expect, it } from 'vitest';
import { Dispatcher } from '#gateway/delivery/dispatcher.ts';
import { PressOffer } from '#gateway/delivery/press-offer.ts';
import type { Delivery } from '#gateway/domain/ports/destination.ts';
import { type AssignedPress, pressId } from '#gateway/domain/press.ts';
import { Routes } from '#gateway/domain/route.ts';
import { MovingClock, settle } from '#test/support/moving-clock.ts';
import { assigned, call, MINUTE } from '../presses.ts';
import { ACCEPTED, BROKEN, FakeDestination, FakeLog, FakeMeter, planOf, UNKNOWN } from './bench.ts';

let clock: MovingClock;
let destination: FakeDestination;
let log: FakeLog;
let meter: FakeMeter;
let accepted: string[];
let routes: Routes;
let dispatcher: Dispatcher<PressOffer>;

beforeEach(() => {
  clock = new MovingClock();
  destination = new FakeDestination();
  log = new FakeLog();
  meter = new FakeMeter();
  accepted = [];
  routes = new Routes(planOf({ red: { to: 'fake' } }));
  dispatcher = new Dispatcher<PressOffer>({
    clock,
    log,
    meter,
    destinations: { find: (name) => (name === 'fake' ? destination : undefined) },
  });
  dispatcher.events.on('takenOver', ({ offer }) => accepted.push(pressId(offer.press)));
});

const HOME = { reference: 'home-1' };
const device = { deviceId: 'CB-1', keys: [], group: 'g', home: HOME, blocked: false };
const directory = { start: async () => {}, find: () => device, all: () => [device], size: 1 };

function submit(changes: Partial<AssignedPress> = {}): Delivery {
  const press = assigned(changes);
  const known = call({}, changes);
  dispatcher.begin(
    new PressOffer(press, 0, true, { routes, directory, findCall: () => known, fellDue: () => {} }),
    'first',
  );
  return { kind: 'press', press, call: known, group: 'g', home: HOME, stored: true, step: 'first' };
}

/** When each attempt starts, in milliseconds from now. */
async function momentsOfAttempts(until: number): Promise<number[]> {
  const moments: number[] = [];
  const start = clock.utc();
  let known = destination.attempts.length;
  for (let at = 0; at < until; at += 50) {
    await clock.advance(50);
    for (; known < destination.attempts.length; known++) moments.push(clock.utc() - start);
  }
  return moments;
}

describe('a press', () => {
  it('is offered at once, as it is', () => {
    const delivery = submit();
    expect(destination.attempts).toHaveLength(1);
    expect(destination.last.delivery).toEqual(delivery);
  });

  it('that was accepted is reported once and never offered again', async () => {
    submit();
    await destination.last.answer(ACCEPTED);
    await clock.advance(60 * MINUTE);
    expect(accepted).toEqual(['CB-1/1/1']);
    expect(destination.attempts).toHaveLength(1);
    expect(clock.armed).toBe(0);
  });

  it('that is being offered is not offered twice', async () => {
    submit();
    submit();
    expect(destination.attempts).toHaveLength(1);
  });

  it('that was accepted before may be submitted again: after a restart nobody knows', async () => {
    submit();
    await destination.last.answer(ACCEPTED);
    submit();
    expect(destination.presses).toEqual(['CB-1/1/1', 'CB-1/1/1']);
  });
});

describe('a failed attempt', () => {
  it('is followed by another after the pauses of the lane, for ever', async () => {
    destination.always = BROKEN;
    submit();
    await settle();
    const moments = await momentsOfAttempts(30_000);
    expect(moments.slice(0, 7)).toEqual([250, 750, 1_750, 3_750, 8_750, 13_750, 18_750]);
    await clock.advance(24 * 60 * MINUTE);
    expect(destination.attempts.length).toBeGreaterThan(17_000);
    expect(accepted).toEqual([]);
  });

  it('offers the same press, unchanged', async () => {
    destination.always = BROKEN;
    const delivery = submit();
    await clock.advance(MINUTE);
    for (const attempt of destination.attempts) expect(attempt.delivery).toEqual(delivery);
  });

  it('is logged with ids and codes, and never with the home', async () => {
    submit();
    await destination.last.answer(BROKEN);
    const [line] = log.lines;
    expect(line?.fields).toEqual({
      press: 'CB-1/1/1',
      call_id: 'CB-1.1.1',
      destination: 'fake',
      code: 'BROKEN',
      detail: 'HTTP 500',
    });
  });

  it('waits longer when the destination asks for it', async () => {
    submit();
    await destination.last.answer({ kind: 'failed', code: 'BUSY', detail: '', afterMs: 3_000 });
    expect(await momentsOfAttempts(4_000)).toEqual([3_000]);
  });

  it('waits no longer than the longest pause of the lane, whatever the destination asks for', async () => {
    submit();
    await destination.last.answer({
      kind: 'failed',
      code: 'BUSY',
      detail: '',
      afterMs: 60 * MINUTE,
    });
    expect(await momentsOfAttempts(6_000)).toEqual([5_000]);
  });

  for (const afterMs of [0, -1_000, Number.NaN]) {
    it(`never turns into a busy loop when the destination asks to wait ${afterMs} ms`, async () => {
      destination.always = { kind: 'failed', code: 'BUSY', detail: '', afterMs };
      submit();
      expect(await momentsOfAttempts(4_000)).toEqual([250, 750, 1_750, 3_750]);
    });
  }
});

describe('a hanging attempt', () => {
  it('that fails after another was begun beside it does not put off the next', async () => {
    destination.always = BROKEN;
    submit();
    // The pauses have grown to 5 s.
    await clock.advance(MINUTE);
    destination.always = undefined;
    const [begun = 0] = await momentsOfAttempts(5_000);
    await clock.advance(begun);
    await clock.advance(4_000);
    await destination.attempts.at(-2)?.answer(BROKEN);
    expect(await momentsOfAttempts(1_500)).toEqual([1_000]);
  });

  it('gets another beside it after 5 s, with the same press', async () => {
    const delivery = submit();
    await clock.advance(4_999);
    expect(destination.attempts).toHaveLength(1);
    await clock.advance(1);
    expect(destination.attempts).toHaveLength(2);
    expect(destination.last.delivery).toEqual(delivery);
    expect(destination.attempts[0]?.signal.aborted).toBe(false);
  });

  it('ends after 10 s', async () => {
    submit();
    await clock.advance(9_999);
    expect(destination.attempts[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(destination.attempts[0]?.signal.aborted).toBe(true);
  });

  for (const winner of [0, 1]) {
    it(`ends with the acceptance of attempt ${winner + 1} of 2, which ends the other`, async () => {
      submit();
      await clock.advance(5_000);
      await destination.attempts[winner]?.answer(ACCEPTED);
      expect(destination.attempts[1 - winner]?.signal.aborted).toBe(true);
      await clock.advance(60 * MINUTE);
      expect(accepted).toEqual(['CB-1/1/1']);
      expect(destination.attempts).toHaveLength(2);
      expect(clock.armed).toBe(0);
    });
  }

  it('counts once when both attempts are accepted at the same time', async () => {
    submit();
    await clock.advance(5_000);
    const [first, second] = destination.attempts;
    void first?.answer(ACCEPTED);
    await second?.answer(ACCEPTED);
    expect(accepted).toEqual(['CB-1/1/1']);
  });

  it('does not keep a dead destination from being tried for ever', async () => {
    submit();
    await clock.advance(10 * MINUTE);
    expect(destination.attempts.length).toBeGreaterThan(60);
    const running = destination.attempts.filter(({ signal }) => !signal.aborted);
    expect(running.length).toBeLessThanOrEqual(2);
    await destination.last.answer(ACCEPTED);
    expect(accepted).toEqual(['CB-1/1/1']);
  });
});

describe('a press that arrived without being accepted (202)', () => {
  it('is not accepted', async () => {
    submit();
    await destination.last.answer(UNKNOWN);
    expect(accepted).toEqual([]);
    expect(dispatcher.size).toBe(1);
  });

  it('is accepted by a report on its call, and never offered again', async () => {
    submit();
    await destination.last.answer(UNKNOWN);
    dispatcher.confirm('CB-1.1.1', ['fake']);
    await clock.advance(60 * MINUTE);
    expect(accepted).toEqual(['CB-1/1/1']);
    expect(destination.attempts).toHaveLength(1);
  });

  it('is offered again when no report came by the accept deadline: red 2 s', async () => {
    submit();
    await destination.last.answer(UNKNOWN);
    await clock.advance(1_999);
    expect(destination.attempts).toHaveLength(1);
    await clock.advance(1);
    expect(destination.attempts).toHaveLength(2);
  });

  it('is not accepted by a report of another destination', async () => {
    submit();
    await destination.last.answer(UNKNOWN);
    dispatcher.confirm('CB-1.1.1', ['other']);
    expect(accepted).toEqual([]);
  });

  it('is not accepted by a report on another call', async () => {
    submit();
    await destination.last.answer(UNKNOWN);
    dispatcher.confirm('CB-1.1.2', ['fake']);
    expect(accepted).toEqual([]);
  });
});

describe('a report', () => {
  it('accepts no press that has not reached the destination yet', async () => {
    submit();
    dispatcher.confirm('CB-1.1.1', ['fake']);
    expect(accepted).toEqual([]);
    expect(destination.last.signal.aborted).toBe(false);
  });
});

describe('a report that was faster than the answer 202', () => {
  it('is remembered: the press is accepted when that comes', async () => {
    submit();
    dispatcher.confirm('CB-1.1.1', ['fake']);
    await destination.last.answer(UNKNOWN);
    expect(accepted).toEqual(['CB-1/1/1']);
  });

  it('counts for what was offered before it, not for a press that comes later', async () => {
    submit();
    dispatcher.confirm('CB-1.1.1', ['fake']);
    submit({ seq: 2, callId: 'CB-1.1.1', joined: true });
    await destination.last.answer(UNKNOWN);
    expect(accepted).toEqual([]);
  });
});

describe('a destination that breaks its contract and rejects', () => {
  it('has failed, and is tried again', async () => {
    destination.deliver = async () => {
      throw new TypeError('home-1');
    };
    submit();
    await settle();
    expect(log.lines[0]?.fields).toMatchObject({ code: 'BROKEN', detail: 'TypeError' });
    expect(JSON.stringify(log.lines)).not.toContain('home-1');
    expect(clock.armed).toBe(1);
  });
});

describe('every attempt', () => {
  it('is measured, with its outcome and how long it took', async () => {
    submit();
    await clock.advance(30);
    await destination.last.answer(BROKEN);
    await clock.advance(250 + 20);
    await destination.last.answer(UNKNOWN);
    expect(meter.of('attempted')).toEqual(['fake red BROKEN 30', 'fake red unknown 20']);
  });
});

describe('the end', () => {
  it('aborts every attempt, arms no timer, and counts nothing as accepted', async () => {
    submit();
    submit({ seq: 2 });
    await clock.advance(5_000);
    await dispatcher.stop(0);
    await settle();
    expect(destination.attempts.every(({ signal }) => signal.aborted)).toBe(true);
    expect(clock.armed).toBe(0);
    expect(accepted).toEqual([]);
  });

  it('starts nothing new', async () => {
    await dispatcher.stop(0);
    submit();
    await clock.advance(MINUTE);
    expect(destination.attempts).toHaveLength(0);
  });

  it('lets attempts under way end in their time, and what they bring counts', async () => {
    submit();
    submit({ seq: 2 });
    let hasEnded = false;
    const stopped = dispatcher.stop(5_000).then(() => {
      hasEnded = true;
    });
    await clock.advance(1_000);
    await destination.attempts[0]?.answer(ACCEPTED);
    await destination.attempts[1]?.answer(BROKEN);
    await stopped;
    expect(hasEnded).toBe(true);
    expect(accepted).toEqual(['CB-1/1/1']);
    await clock.advance(MINUTE);
    expect(destination.attempts).toHaveLength(2);
    expect(clock.armed).toBe(0);
  });

  it('waits for hanging attempts no longer than its time', async () => {
    submit();
    const stopped = dispatcher.stop(5_000);
    await clock.advance(4_999);
    expect(destination.last.signal.aborted).toBe(false);
    await clock.advance(1);
    await stopped;
    expect(destination.last.signal.aborted).toBe(true);
    await settle();
    expect(clock.armed).toBe(0);
  });
});
