// The link test: NULL while a receiver is quiet, and what it says about the line.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilTurn } from '#test/support/until.ts';
import { frame } from './receiver.ts';
import { deadAddress, offer, Setting } from './setting.ts';

const EVERY = 60_000;

let setting: Setting;
beforeEach(async () => {
  setting = await new Setting().start();
});
afterEach(() => setting.stop());

/** Started, with its first test answered. */
async function started(changes = {}) {
  const destination = setting.destination({ supervision: EVERY, ...changes });
  await destination.start();
  await untilTurn(() => destination.link !== undefined);
  return destination;
}

const tests = () => setting.main.tests.length;

describe('a link test', () => {
  it("is NULL of the destination's account, with nothing in it but the time", async () => {
    await started();
    expect(setting.main.tests).toMatchObject([
      { token: 'NULL', prefix: 'R0L0', account: 'ABC', content: ']_03:04:05,01-02-2026' },
    ]);
  });

  it('is encrypted like everything else', async () => {
    setting.main.key = Buffer.alloc(32, 5);
    await started({ key: '05'.repeat(32) });
    expect(setting.main.tests).toMatchObject([
      { token: '*NULL', content: ']_03:04:05,01-02-2026' },
    ]);
  });

  it('comes at the start and then every minute, as the configuration says', async () => {
    const { clock, main } = setting;
    await started();
    for (const count of [2, 3]) {
      await clock.advance(EVERY - 1);
      expect(tests()).toBe(count - 1);
      await clock.advance(1);
      await main.when(() => tests() === count);
      await untilTurn(() => main.open === 0);
    }
  });

  it('is put off by every message that is answered', async () => {
    const { clock, main } = setting;
    const destination = await started();
    await clock.advance(EVERY - 1_000);
    await offer(destination);
    await clock.advance(EVERY - 1);
    expect(tests()).toBe(1);
    await clock.advance(1);
    await main.when(() => tests() === 2);
  });

  it('is not put off by a message that nobody answered', async () => {
    const { clock, main } = setting;
    const destination = await started();
    await clock.advance(EVERY - 1_000);
    main.answer = (socket) => socket.end();
    await offer(destination);
    expect(tests()).toBe(1);
    await clock.advance(1_000);
    await main.when(() => tests() === 2);
  });

  it('goes to the spare receiver too: a line that is never tried is none to rely on', async () => {
    await started({ spare: setting.spare.address });
    await setting.spare.when((spare) => spare.tests.length === 1);
    expect(setting.spare.tests).toMatchObject([{ token: 'NULL' }]);
  });

  it('is none when it is off, and then nobody knows how the line is', async () => {
    const destination = setting.destination({ supervision: 'off' });
    await destination.start();
    expect(setting.clock.armed).toBe(0);
    expect(destination.link).toBeUndefined();
  });

  it('ends with the destination, also one that hangs', async () => {
    const { main, clock } = setting;
    main.answer = () => {};
    const destination = setting.destination({ supervision: EVERY });
    await destination.start();
    await main.when(() => tests() === 1);
    await destination.stop();
    await untilTurn(() => main.open === 0);
    expect(clock.armed).toBe(0);
    await clock.advance(10 * EVERY);
    expect(tests()).toBe(1);
  });

  it('corrects the clock, so that the first press after it does not have to', async () => {
    const { main, clock } = setting;
    main.utc = () => clock.utc() + 90_000;
    main.answer = (socket, message) =>
      socket.write(message.content.includes('03:05:35') ? main.ack(message) : main.nak());
    const destination = await started();
    expect(await offer(destination)).toEqual({ kind: 'accepted' });
    expect(main.events).toHaveLength(1);
  });
});

describe('the link', () => {
  it('is up with whoever answers NULL in a whole frame, even with NAK or DUH: there are receivers that do', async () => {
    const { main } = setting;
    for (const answer of [
      () => main.nak(),
      () => frame(`"DUH"${main.arrived.at(-1)?.sequence}R0L0#ABC[]`),
    ]) {
      main.answer = (socket) => socket.write(answer());
      const destination = await started();
      expect(destination.link).toEqual({ isUp: true, since: setting.clock.utc() });
      await destination.stop();
    }
  });

  it('is down with the reason when nobody is there', async () => {
    const destination = await started({ receiver: await deadAddress() });
    expect(destination.link).toEqual({
      isUp: false,
      since: setting.clock.utc(),
      reason: 'ECONNREFUSED',
    });
  });

  it('is down when a test is not answered in time', async () => {
    const { main, clock } = setting;
    main.answer = () => {};
    const destination = setting.destination({ supervision: EVERY });
    await destination.start();
    await main.when(() => tests() === 1);
    await clock.advance(10_000);
    await untilTurn(() => destination.link !== undefined);
    expect(destination.link).toMatchObject({ isUp: false, reason: 'no answer in time' });
  });

  it('is not down because of one home that the centre hangs up on, or answers with garbage', async () => {
    const { main } = setting;
    const destination = await started();
    for (const answer of ['', 'who?']) {
      main.answer = (socket) => socket.end(answer);
      expect(await offer(destination)).toMatchObject({ kind: 'failed', code: 'BROKEN' });
      expect(destination.link).toMatchObject({ isUp: true });
    }
  });

  it('is down when a link test is answered with garbage', async () => {
    setting.main.answer = (socket) => socket.end('220 mail ready');
    expect((await started()).link).toMatchObject({
      isUp: false,
      reason: 'an answer without a frame',
    });
  });

  it('keeps the moment since when it is so', async () => {
    const { main, clock } = setting;
    const destination = await started();
    const since = clock.utc();
    await clock.advance(EVERY);
    await main.when(() => tests() === 2);
    expect(destination.link?.since).toBe(since);
    await main.stop();
    await offer(destination);
    expect(destination.link).toEqual({ isUp: false, since: clock.utc(), reason: 'ECONNREFUSED' });
  });

  it('is up while one of two receivers answers, and says which does not', async () => {
    const destination = setting.destination({
      supervision: EVERY,
      receiver: await deadAddress(),
      spare: setting.spare.address,
    });
    await destination.start();
    await untilTurn(() => destination.link?.isUp === true && destination.link.reason !== undefined);
    expect(destination.link?.reason).toBe('main: ECONNREFUSED');
  });
});
