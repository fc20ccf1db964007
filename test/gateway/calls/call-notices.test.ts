// News of calls for the operator: only where the route of notices asks for it, each stage once.
import { describe, expect, it } from 'vitest';
import { ACCEPTED, CallsBench, planOf } from '../delivery/bench.ts';
import { HOUR, press } from '../presses.ts';

const planWith = (tellsProgress: boolean) =>
  planOf({ red: { to: 'red' }, status: { to: 'status', tellsProgress } });
const start = (tellsProgress: boolean) => new CallsBench(planWith(tellsProgress)).start();

const told = (bench: CallsBench) =>
  bench.status.attempts.flatMap(({ delivery: { notice, homes } }) =>
    notice.kind === 'progress'
      ? [`${notice.callId} ${notice.stage} ${homes['CB-1']?.reference}`]
      : [],
  );

describe('the stages of a call', () => {
  it('are told on the route of notices that asks for it, each once, whoever reported it', async () => {
    const bench = await start(true);
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    for (const stage of ['answered', 'answered', 'dispatched', 'closed'] as const) {
      await bench.calls.report('CB-1.1.1', stage, ['red']);
      await bench.clock.advance(0);
    }
    const stages = ['accepted', 'answered', 'dispatched', 'closed'];
    expect(told(bench)).toEqual(stages.map((stage) => `CB-1.1.1 ${stage} home-1`));
  });

  it('are told when nobody answers in time', async () => {
    const bench = await start(true);
    await bench.calls.take(press());
    await bench.clock.advance(HOUR);
    expect(told(bench)).toEqual(['CB-1.1.1 unanswered home-1']);
  });

  it('are told once, also when the gateway was started again in between', async () => {
    const bench = await start(true);
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(0);
    const next = await bench.restart();
    await next.clock.advance(HOUR);
    expect(told(next)).toEqual(['CB-1.1.1 unanswered home-1']);
  });

  it('are not told on a route that does not ask for it', async () => {
    const bench = await start(false);
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(HOUR);
    expect(told(bench)).toEqual([]);
  });
});
