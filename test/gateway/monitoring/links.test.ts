// The lines to destinations: what health and metrics are told, and when the log gets a word.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Destination } from '#gateway/domain/ports/destination.ts';
import { Links, TELLS_AFTER_MS } from '#gateway/monitoring/links.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { FakeDestination, FakeLog } from '../delivery/bench.ts';

let clock: MovingClock;
let log: FakeLog;
let destinations: Record<string, Destination>;
let centre: FakeDestination;
let links: Links;

beforeEach(() => {
  clock = new MovingClock();
  log = new FakeLog();
  centre = new FakeDestination('centre');
  destinations = { centre, platform: new FakeDestination('platform') };
  links = new Links({ clock, log, destinations: () => destinations });
  links.start();
});

const down = (reason?: string) => {
  centre.link = { isUp: false, since: clock.utc(), ...(reason ? { reason } : {}) };
};
const up = () => {
  centre.link = { isUp: true, since: clock.utc() };
};
const told = () => log.lines.map(({ level, message, fields }) => ({ level, message, ...fields }));

describe('the lines to destinations', () => {
  it('are those that are watched and known, up or down', () => {
    expect(links.up()).toEqual({});
    down('ECONNREFUSED');
    expect(links.up()).toEqual({ centre: false });
    expect(links.states()).toEqual({ centre: centre.link });
  });

  it('are told once when they stay down for a minute, and once when they are up again', async () => {
    down('ECONNREFUSED');
    await clock.advance(TELLS_AFTER_MS - 1);
    expect(told()).toEqual([]);
    await clock.advance(10 * TELLS_AFTER_MS);
    const line = { level: 'warn', message: 'link down', destination: 'centre' };
    expect(told()).toEqual([{ ...line, code: 'UNREACHABLE', detail: 'ECONNREFUSED' }]);
    up();
    await clock.advance(10 * TELLS_AFTER_MS);
    expect(told().slice(1)).toEqual([
      { level: 'info', message: 'link up again', destination: 'centre' },
    ]);
  });

  it('are told with a code of their own, when network and address have nothing to do with it', async () => {
    centre.link = { isUp: false, since: clock.utc(), reason: 'FLOW_CRASHED', code: 'FLOW_DOWN' };
    await clock.advance(2 * TELLS_AFTER_MS);
    expect(told()).toMatchObject([{ code: 'FLOW_DOWN', detail: 'FLOW_CRASHED' }]);
  });

  it('that are down for moments only are not told', async () => {
    for (let time = 0; time < 20; time++) {
      down();
      await clock.advance(TELLS_AFTER_MS / 2);
      up();
      await clock.advance(TELLS_AFTER_MS / 2);
    }
    expect(told()).toEqual([]);
  });

  it('of a destination that is gone from the configuration are forgotten', async () => {
    down();
    await clock.advance(2 * TELLS_AFTER_MS);
    destinations = {};
    await clock.advance(2 * TELLS_AFTER_MS);
    expect(links.up()).toEqual({});
    expect(told()).toHaveLength(1);
  });

  it('are not looked at after the stop', () => {
    links.stop();
    expect(clock.armed).toBe(0);
  });
});
