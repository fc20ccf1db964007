// Presses that wait for a gateway that comes back, on every build of the interpreter. Skipped by name where one isn't there.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ttyCable } from '#firmware/host/console-device.ts';
import { ConsoleClient } from '#protocol/console.ts';
import { KEY_GREEN, KEY_RED, type Key, OUTCOME_DONE } from '#protocol/messages.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreters } from '#test/support/interpreter.ts';
import { hasSocat, ptyPair } from '#test/support/pty.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY } from './scripted-gateway.ts';

const DEVICE = { deviceId: DEVICE_ID, secret: KEY.secret };
const GREENS = 4;
const OUTBOX_ENTRIES = 32;

/** Ten times what a press and its receipt take on the slowest build, for each of 40 presses. */
const ARRIVED_WITHIN_MS = 120_000;
const TEST_LIMIT_MS = 300_000;
/** A command without a result. */
const REPEATED_AFTER_MS = 5_000;

type Broker = Awaited<ReturnType<typeof receiptingBroker>>;

/**
 * A green after every fifth red as long as there are greens left, a press each 50 ms by the edges' clock, however late
 * the interpreter is with them.
 */
function pressAll(reds: number): string {
  const pins: number[] = [];
  let greens = 0;
  for (let red = 1; red <= reds; red++) {
    pins.push(12);
    if (red % 5 > 0 || greens === GREENS) continue;
    pins.push(13);
    greens++;
  }
  return (
    `var pins=${JSON.stringify(pins)},begun=getTime(),n=0;` +
    'var all=setInterval(function(){var at=begun+n/20,call=keys[pins[n]];' +
    'call({state:false,time:at});call({state:true,time:at+0.01});' +
    'if(++n>=pins.length){clearInterval(all);print("pressed","all")}},50);'
  );
}

/** What the gateway holds of a key: a press sent again counts once, and with the count that it had first. */
function held({ uplinks }: Broker, key: Key): number {
  const counts = new Map<string, number>();
  for (const { event, identity } of uplinks) {
    if (event.kind !== 'press' || event.key !== key || identity === null) continue;
    const name = `${identity.bootId}/${identity.seq}`;
    expect(event.count, `${name} sent again`).toBe(counts.get(name) ?? event.count);
    counts.set(name, event.count);
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** The keys of the presses in the order in which they came; not those that were sent again. */
function firstArrivals({ uplinks }: Broker): Key[] {
  const known = new Map<string, Key>();
  for (const { event, identity } of uplinks) {
    if (event.kind !== 'press' || identity === null) continue;
    const name = `${identity.bootId}/${identity.seq}`;
    if (!known.has(name)) known.set(name, event.key);
  }
  return [...known.values()];
}

function locate(commandId: number) {
  return { kind: 'command', commandId, action: { kind: 'locate', seconds: 1 } } as const;
}

/** Resolves as soon as `look` is true; rejects, and says how far it came, when that hangs or the board has ended. */
async function comes(running: RunningBoard, howFar: () => string, look: () => boolean) {
  const seen = vi.waitUntil(look, { timeout: 2 * ARRIVED_WITHIN_MS, interval: 20 });
  await running.within(ARRIVED_WITHIN_MS, 'end of the wait', seen).catch((error: Error) => {
    throw new Error(`no ${howFar()}: ${error.message}`);
  });
}

describe.each(interpreters)('on $name', ({ path }) => {
  test.skipIf(!path || !hasSocat).for([26, 30, 36, 40])(
    'socat: %i reds and some greens that waited arrive once, red first, with the console open and commands arriving',
    { timeout: TEST_LIMIT_MS },
    async (reds) => {
      const broker = await receiptingBroker();
      const { device, pc } = await ptyPair();
      const prelude = `Serial1.setup(115200,{path:'${device}'});`;
      const folder = await board(DEVICE, broker.port, { prelude, interpreter: path as string });
      const running = new RunningBoard(folder, path);
      await running.says('settled 1 1 1');
      const cable = ttyCable(pc);
      onTestFinished(() => cable.close());
      // A line counts as answered however late: a build under emulation needs seconds.
      const client = new ConsoleClient(cable, { timeoutMs: 10_000, attempts: 2 });
      const greets = async () => (await client.hello()).fields.get('device_id');
      expect(await greets()).toBe(DEVICE_ID);

      broker.leave();
      await running.says('link waiting');
      running.run(pressAll(reds));
      await running.says('pressed all');
      expect.soft(await greets(), 'hello while they wait').toBe(DEVICE_ID);

      let commands = 0;
      const told = broker.uplinks.length;
      await broker.comeBack();
      const during = greets();
      await comes(
        running,
        () => `more than ${held(broker, KEY_RED)} of ${reds} reds`,
        () => {
          // One for every eighth uplink, so that they arrive among the receipts.
          if (broker.uplinks.length >= told + commands * 8) broker.send(locate(++commands));
          return held(broker, KEY_RED) >= reds;
        },
      );
      expect.soft(await during, 'hello while they are sent').toBe(DEVICE_ID);
      const surelyHeld = Math.max(0, Math.min(GREENS, OUTBOX_ENTRIES - reds));
      await comes(
        running,
        () => `more than ${held(broker, KEY_GREEN)} of ${surelyHeld} greens`,
        () => held(broker, KEY_GREEN) >= surelyHeld,
      );

      const keys = firstArrivals(broker);
      const greenAt = keys.indexOf(KEY_GREEN);
      const before = keys.slice(0, greenAt < 0 ? undefined : greenAt);
      expect(before).toEqual(keys.filter((key) => key === KEY_RED));
      running.output = '';
      running.pressRed();
      await comes(
        running,
        () => 'further red',
        () => held(broker, KEY_RED) > reds,
      );
      await running.says('shown accepted');
      let sentAt = Number.NEGATIVE_INFINITY;
      const isDone = () => {
        // As the gateway repeats it until there is a result: the line may just have been made anew.
        if (performance.now() - sentAt > REPEATED_AFTER_MS) {
          sentAt = performance.now();
          broker.send(locate(1_000));
        }
        return broker.uplinks.some(
          ({ event }) =>
            event.kind === 'command_result' &&
            event.commandId === 1_000 &&
            event.outcome === OUTCOME_DONE,
        );
      };
      await comes(running, () => 'result of a command', isDone);
      expect(held(broker, KEY_RED)).toBe(reds + 1);
      expect(held(broker, KEY_GREEN)).toBeLessThanOrEqual(GREENS);
      expect.soft(await greets(), 'hello at the end').toBe(DEVICE_ID);
      expect(await running.hadRoom()).toBe(true);
      expect(running.isOff()).toBe(false);
    },
  );
});
