// A main and a spare receiver: who is asked first, when the other is asked too, and the way back.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { greenOf } from '#test/contract/deliveries.ts';
import { untilTurn } from '#test/support/until.ts';
import { deadAddress, offer, Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await new Setting().start();
});
afterEach(() => setting.stop());

const heard = () => [setting.main.events.length, setting.spare.events.length];

describe('the spare receiver', () => {
  it('hears nothing while the main one takes everything', async () => {
    const destination = setting.withSpare();
    for (let time = 0; time < 3; time++)
      expect(await offer(destination)).toEqual({ kind: 'accepted' });
    expect(heard()).toEqual([3, 0]);
  });

  it('is asked at once when nobody is there at the main one', async () => {
    const destination = setting.withSpare({ receiver: await deadAddress() });
    expect(await offer(destination)).toEqual({ kind: 'accepted' });
    expect(heard()).toEqual([0, 1]);
  });

  for (const [what, answer] of [
    ['NAK', '"NAK"'],
    ['garbage', 'hello\r\n'],
  ] as const) {
    it(`is asked at once when the main one answers ${what}`, async () => {
      setting.main.answer = (socket) => socket.write(answer);
      expect(await offer(setting.withSpare())).toEqual({ kind: 'accepted' });
      expect(heard()).toEqual([1, 1]);
    });
  }

  it('is asked with the same number, so that a centre with both knows the message', async () => {
    setting.main.answer = (socket) => socket.end();
    await offer(setting.withSpare());
    expect(setting.spare.arrived[0]?.sequence).toBe(setting.main.arrived[0]?.sequence);
  });

  const SLOW = { red: [1_000, offer], green: [4_000, offer] } as const;
  for (const [key, [patience]] of Object.entries(SLOW)) {
    it(`is asked beside the main one for a ${key} press when that is silent for ${patience} ms`, async () => {
      const { main, spare, clock } = setting;
      main.answer = () => {};
      const outcome = offer(setting.withSpare(), key === 'red' ? undefined : greenOf(1));
      await main.when(({ events }) => events.length === 1);
      await clock.advance(patience - 1);
      expect(spare.connections).toBe(0);
      await clock.advance(1);
      expect(await outcome).toEqual({ kind: 'accepted' });
      expect(heard()).toEqual([1, 1]);
    });
  }

  it('that was quicker than a silent one is asked first from then on, and nothing is left of the other attempt', async () => {
    const { main, spare, clock } = setting;
    main.answer = () => {};
    const destination = setting.withSpare();
    const outcome = offer(destination, greenOf(1));
    await main.when(({ events }) => events.length === 1);
    await clock.advance(4_000);
    expect(await outcome).toEqual({ kind: 'accepted' });
    await untilTurn(() => main.open + spare.open === 0);
    expect(clock.armed).toBe(0);
    expect(destination.link).toMatchObject({ isUp: true, reason: 'main: no answer in time' });
    expect(await offer(destination, greenOf(2))).toEqual({ kind: 'accepted' });
    expect(heard()).toEqual([1, 2]);
  });

  it('does not end the main one, whose late ACK counts as well', async () => {
    const { main, spare, clock } = setting;
    let late = () => {};
    main.answer = (socket, message) => {
      late = () => socket.write(main.ack(message));
    };
    spare.answer = () => {};
    const outcome = offer(setting.withSpare());
    await main.when(({ events }) => events.length === 1);
    await clock.advance(1_000);
    await spare.when(({ events }) => events.length === 1);
    late();
    expect(await outcome).toEqual({ kind: 'accepted' });
  });

  it('is asked at the same time for a red press when the main one is known to be down', async () => {
    const { main, spare } = setting;
    const destination = setting.withSpare();
    spare.answer = () => {};
    await main.stop();
    await destination.deliver(greenOf(1), aborted(spare.when(({ events }) => events.length === 1)));
    await main.start();
    // The spare one is silent, and no time passes.
    expect(await offer(destination)).toEqual({ kind: 'accepted' });
  });
});

/** Aborts when `when` comes. */
function aborted(when: Promise<void>): AbortSignal {
  const controller = new AbortController();
  void when.then(() => controller.abort());
  return controller.signal;
}

describe('the main receiver that failed', () => {
  it('is the second choice until it is tested, then the first again', async () => {
    const { main, spare, clock } = setting;
    const destination = setting.withSpare({ supervision: 60_000 });
    await destination.start();
    await main.when(({ tests }) => tests.length === 1);
    await spare.when(({ tests }) => tests.length === 1);
    await main.stop();
    await offer(destination, greenOf(1));
    await offer(destination, greenOf(2));
    expect(heard()).toEqual([0, 2]);
    expect(destination.link).toMatchObject({ isUp: true, reason: 'main: ECONNREFUSED' });
    await main.start();
    await clock.advance(60_000);
    await main.when(({ tests }) => tests.length === 2);
    await untilTurn(() => destination.link?.reason === undefined);
    await offer(destination, greenOf(3));
    expect(heard()).toEqual([1, 2]);
  });

  it('is tried first again after a minute when nobody tests it', async () => {
    const { main, clock } = setting;
    const destination = setting.withSpare();
    await main.stop();
    await offer(destination, greenOf(1));
    await main.start();
    await offer(destination, greenOf(2));
    expect(heard()).toEqual([0, 2]);
    await clock.advance(60_000);
    await offer(destination, greenOf(3));
    expect(heard()).toEqual([1, 2]);
  });
});

describe('when neither takes it', () => {
  it('both are named, and it is tried again', async () => {
    const { main, spare } = setting;
    main.answer = (socket) => socket.write(main.nak());
    await spare.stop();
    expect(await offer(setting.withSpare())).toEqual({
      kind: 'failed',
      code: 'REFUSED',
      detail: 'main: NAK; spare: ECONNREFUSED',
    });
  });

  it('because one can not say it and the other is not there, it is tried again: that one might', async () => {
    const { main, spare } = setting;
    main.answer = (socket, message) => socket.write(main.duh(message));
    await spare.stop();
    expect(await offer(setting.withSpare())).toMatchObject({ kind: 'failed', code: 'UNREACHABLE' });
  });

  it('because neither can say it, it is refused', async () => {
    const { main, spare } = setting;
    for (const receiver of [main, spare])
      receiver.answer = (socket, message) => socket.write(receiver.duh(message));
    expect(await offer(setting.withSpare())).toEqual({
      kind: 'refused',
      code: 'REFUSED',
      detail: 'main: DUH; spare: DUH',
    });
  });

  it('and it is given up, no connection stays behind', async () => {
    const { main, spare, clock } = setting;
    for (const receiver of [main, spare]) receiver.answer = () => {};
    const controller = new AbortController();
    const outcome = offer(setting.withSpare(), undefined, controller.signal);
    await main.when(({ events }) => events.length === 1);
    await clock.advance(1_000);
    await spare.when(({ events }) => events.length === 1);
    controller.abort();
    expect(await outcome).toEqual({ kind: 'failed', code: 'TIMEOUT', detail: 'gave up' });
    await untilTurn(() => main.open + spare.open === 0);
    expect(clock.armed).toBe(0);
  });
});
