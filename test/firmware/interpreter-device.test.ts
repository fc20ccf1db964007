// The built script on the real interpreter: it boots, a key is pressed, the press arrives. Skipped without one.
import { expect, test } from 'vitest';
import { OUTBOX_ENTRIES } from '#firmware/src/core/rows.ts';
import { KEY_GREEN, KEY_RED, OUTCOME_DONE } from '#protocol/messages.ts';
import { deriveKey } from '#protocol/seal.ts';
import { findInterpreter32 } from '#simulator/board/interpreter.ts';
import { board, provision, RunningBoard } from '#test/support/board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { until } from '#test/support/until.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY } from './scripted-gateway.ts';

const isLike = (one: object | undefined, like: object) =>
  one !== undefined && expect.objectContaining(like).asymmetricMatch(one);

/** Says on the console what the hardware watchdog is told. */
const WATCHDOG_SPY =
  "E.enableWatchdog=function(s,auto){print('watchdog',s,auto)};" +
  "E.kicks=0;E.kickWatchdog=function(){E.kicks++;print('kicked',E.kicks)};";
/** Mains that the console can switch off. */
const MAINS_SWITCH =
  'var level=0;global.digitalRead=function(p){return p===14?level:1};global.dark=function(){level=1};';
/** Presses red and green in turn, then says how much memory had to grow: the Linux build takes more where a board fails. */
const BOTH_HANDS =
  'var total=process.memory().total;' +
  'global.both=function(n){if(!n)return print("both done",process.memory().total-total,"more");' +
  'push(n%2?12:13);later(both,30,n-1)};';
const DEVICE = { deviceId: DEVICE_ID, secret: KEY.secret };
const interpreter32 = findInterpreter32();
/** The build that has no more memory than a small board. */
const SMALL = { prelude: BOTH_HANDS, interpreter: interpreter32 as string };

test.skipIf(!interpreter)('a red press on the interpreter arrives and is answered', async () => {
  const { port, uplinks } = await receiptingBroker();
  const running = new RunningBoard(await board(DEVICE, port));
  await running.says('settled 1 1 1');
  running.pressRed();
  await running.says('shown accepted');
  expect(running.output).toMatch(/shown pressed[\s\S]*pressed 1 2 2[\s\S]*settled 1 2 1/);
  expect(running.output).not.toMatch(/Uncaught|exception/);
  expect(uplinks.map((uplink) => uplink.event.kind)).toEqual(['boot', 'heartbeat', 'press']);
  expect(uplinks[1]?.event).toMatchObject({ onMains: true, outboxDepth: 1 });
});

test.skipIf(!interpreter)('garbage is not memory in use', async () => {
  const { port, uplinks } = await receiptingBroker();
  const litter = 'for(var i=0;i<40;i++){var ring=new Array(40).fill(i);ring.push(ring)}';
  const running = new RunningBoard(await board(DEVICE, port, { prelude: `${litter};ring=0;` }));
  await running.says('settled 1 1 1');
  const beat = uplinks.find((uplink) => uplink.event.kind === 'heartbeat');
  expect(beat?.event).toMatchObject({ freeVariables: expect.toSatisfy((free) => free > 1_000) });
});

test.skipIf(!interpreter)(
  'a self-test on the interpreter checks, and its press is a test',
  async () => {
    const { port, uplinks, send } = await receiptingBroker();
    const running = new RunningBoard(await board(DEVICE, port));
    await running.says('link connected');
    send({ kind: 'command', commandId: 4, action: { kind: 'self_test' } });
    await running.says('shown self_test_failed');
    running.pressRed();
    await running.says('shown self_test_ok');
    expect(running.output).toMatch(/shown self_test[\s\S]*shown self_test_failed/);
    expect(running.output).not.toMatch(/Uncaught|exception|shown (pressed|accepted)/);
    expect(uplinks.find((uplink) => uplink.event.kind === 'press')).toMatchObject({ test: true });
    // This board measures no battery.
    const result = uplinks.find((uplink) => uplink.event.kind === 'command_result');
    expect(result?.event).toMatchObject({ commandId: 4, detail: 'battery' });
  },
);

test.skipIf(!interpreter)(
  'a new key, a new address and a command hold on the interpreter over a power cut',
  async () => {
    const broker = await receiptingBroker();
    const folder = await board(DEVICE, broker.port);
    const first = new RunningBoard(folder);
    await first.says('link connected');
    const nonce = new Uint8Array(16).fill(9);
    broker.keys.unshift(deriveKey(KEY, 2, nonce));
    broker.send({
      kind: 'command',
      commandId: 1,
      action: { kind: 'rotate_key', keyVersion: 2, nonce },
    });
    await until(() => broker.uplinks.at(-1)?.event.kind === 'command_result');
    broker.send({
      kind: 'configuration',
      revision: 5,
      heartbeatS: 60,
      unreachedAfterS: 0,
      mainGateway: { host: 'localhost', port: broker.port, tls: false },
      spareGateway: null,
    });
    await first.says('link connecting localhost');
    const revised = { kind: 'heartbeat', configurationRevision: 5 };
    await until(() => isLike(broker.uplinks.at(-1)?.event, revised));
    expect(broker.claims.at(-1)?.key.version).toBe(2);
    expect(first.output).not.toMatch(/Uncaught|exception/);
    await first.cutPower();
    broker.keys.pop();
    const second = new RunningBoard(folder);
    await second.says('link connecting localhost');
    await second.says('link connected');
    broker.send({
      kind: 'command',
      commandId: 1,
      action: { kind: 'rotate_key', keyVersion: 2, nonce },
    });
    const done = { kind: 'command_result', commandId: 1, outcome: OUTCOME_DONE };
    await until(() => isLike(broker.uplinks.at(-1)?.event, done));
    expect(second.output).not.toMatch(/Uncaught|exception/);
  },
);

test.skipIf(!interpreter)('a press on the interpreter survives a power cut', async () => {
  const nobody = 1;
  const folder = await board(DEVICE, nobody);
  const first = new RunningBoard(folder);
  await first.says('link waiting');
  first.pressRed();
  await first.says('pressed 1 2 2');
  await first.cutPower();
  const { port, uplinks, claims } = await receiptingBroker();
  await provision(folder, DEVICE, port);
  const second = new RunningBoard(folder);
  await second.says('settled 1 2 1');
  expect(claims.at(-1)).toMatchObject({ session: { bootId: 2 }, pending: 2 });
  expect(uplinks[0]).toMatchObject({ identity: { bootId: 1, seq: 2 }, ageIsLowerBound: true });
});

test.skipIf(!interpreter32)(
  'a full outbox fits into the memory of a small board, and arrives red first after a power cut',
  async () => {
    const nobody = 1;
    const folder = await board(DEVICE, nobody, SMALL);
    const first = new RunningBoard(folder, interpreter32);
    await first.says('link waiting');
    first.run(`both(${OUTBOX_ENTRIES})`);
    await first.says('both done 0 more');
    await first.cutPower();
    const { port, uplinks } = await receiptingBroker();
    await provision(folder, DEVICE, port, SMALL);
    const second = new RunningBoard(folder, interpreter32);
    const keys = () => uplinks.flatMap(({ event }) => (event.kind === 'press' ? [event.key] : []));
    await until(() => keys().length === OUTBOX_ENTRIES);
    const half = OUTBOX_ENTRIES / 2;
    expect(keys()).toEqual([...Array(half).fill(KEY_RED), ...Array(half).fill(KEY_GREEN)]);
    second.run('both(0)');
    await second.says('both done 0 more');
    for (const { output } of [first, second]) expect(output).not.toMatch(/Uncaught|exception/);
  },
);

test.skipIf(!interpreter)('mains that is lost arrives from the interpreter', async () => {
  const { port, uplinks } = await receiptingBroker();
  const running = new RunningBoard(await board(DEVICE, port, { prelude: MAINS_SWITCH }));
  await running.says('link connected');
  running.run('dark()');
  await until(() => uplinks.some((uplink) => uplink.event.kind === 'mains'));
  expect(uplinks.find((uplink) => uplink.event.kind === 'mains')?.event).toMatchObject({
    state: 1,
  });
  expect(running.output).not.toMatch(/Uncaught|exception/);
});

test.skipIf(!interpreter)('the interpreter starts the watchdog and kicks it', async () => {
  const { port } = await receiptingBroker();
  const running = new RunningBoard(await board(DEVICE, port, { prelude: WATCHDOG_SPY }));
  await running.says('watchdog 120 false');
  await running.says('kicked 3');
});
