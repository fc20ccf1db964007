// Commands: carried out at most once, over restarts and power cuts too, and answered each time.
import { expect, test } from 'vitest';
import { COMMANDS_KEPT } from '#firmware/src/core/flash-log.ts';
import { RECORD_COMMAND } from '#firmware/src/core/flash-record.ts';
import { PURPOSE_DOWN } from '#protocol/device/envelope.ts';
import { encodeDownlink } from '#protocol/frame.ts';
import {
  type Action,
  KEY_RED,
  OUTCOME_DONE,
  OUTCOME_FAILED,
  OUTCOME_UNSUPPORTED,
} from '#protocol/messages.ts';
import { sealFrame } from '#protocol/seal.ts';
import { waiting, waitingPresses } from '#test/support/waiting.ts';
import { type Bench, Board, DEVICE_ID, KEY } from './scripted-gateway.ts';

const LOCATE: Action = { kind: 'locate', seconds: 5 };
const REBOOT: Action = { kind: 'reboot' };

function order({ gateway, hal }: Bench, commandId: number, action: Action): void {
  gateway.send({ kind: 'command', commandId, action });
  hal.advance(50);
}

/** command_id, outcome and detail of each answer. */
function answers({ gateway }: Bench): unknown[][] {
  return gateway.of('command_result').map(({ uplink }) => {
    const event = uplink.event;
    return event.kind === 'command_result' ? [event.commandId, event.outcome, event.detail] : [];
  });
}

test('a repeated command is answered again and not carried out again', () => {
  const made = new Board().connected();
  order(made, 3, LOCATE);
  expect(made.hal.light).toBe('locate');
  made.hal.advance(5_000);
  order(made, 3, LOCATE);
  expect(made.hal.light).toBe('idle');
  expect(answers(made)).toEqual([
    [3, OUTCOME_DONE, ''],
    [3, OUTCOME_DONE, ''],
  ]);
});

test('a command whose answer still waits for its receipt is not answered twice', () => {
  const made = new Board().connected();
  made.gateway.receipts = 0;
  for (let i = 0; i < 40; i++) order(made, 3, LOCATE);
  expect(waiting(made.device.outbox).length).toBe(1);
  expect(made.device.outbox.lost).toBe(0);
});

test('a press that comes before a planned restart gets its receipt first, and then the device restarts', () => {
  const made = new Board().connected();
  made.gateway.receipts = 0;
  order(made, 6, REBOOT);
  made.hal.press(KEY_RED);
  made.hal.advance(30_000);
  expect(made.hal.restarts).toBe(0);
  made.gateway.receipts = 1;
  made.hal.advance(60_000);
  expect(waitingPresses(made.device.log.rows)).toEqual([]);
  expect(made.hal.restarts).toBe(1);
});

test('a reboot that is repeated after the restart is answered and does not restart again', () => {
  const board = new Board();
  const first = board.connected();
  order(first, 6, REBOOT);
  expect(first.hal.restarts).toBe(1);
  const second = board.connected();
  order(second, 6, REBOOT);
  second.hal.advance(10_000);
  expect(second.hal.restarts).toBe(0);
  expect(answers(second)).toEqual([[6, OUTCOME_DONE, '']]);
});

test('each outcome is remembered over a restart', () => {
  const board = new Board();
  const first = board.connected();
  order(first, 1, { kind: 'unknown' } as never);
  first.gateway.receipts = 0;
  first.hal.press(KEY_RED);
  order(first, 2, REBOOT);
  expect(answers(first)).toEqual([
    [1, OUTCOME_UNSUPPORTED, ''],
    [2, OUTCOME_FAILED, 'a press is waiting'],
  ]);
  const second = board.connected();
  order(second, 1, LOCATE);
  order(second, 2, REBOOT);
  expect(answers(second)).toEqual([
    [1, OUTCOME_UNSUPPORTED, ''],
    [2, OUTCOME_FAILED, ''],
  ]);
  expect(second.hal.restarts).toBe(0);
  expect(second.hal.light).not.toBe('locate');
});

test('commands that come out of order are each carried out', () => {
  const made = new Board().connected();
  order(made, 9, LOCATE);
  made.hal.advance(5_000);
  order(made, 8, LOCATE);
  expect(made.hal.light).toBe('locate');
});

test('a command older than all that are remembered is not carried out, and is not said to be done', () => {
  const made = new Board().connected();
  for (let id = 2; id < 2 + COMMANDS_KEPT; id++) order(made, id, { kind: 'unknown' } as never);
  order(made, 1, LOCATE);
  expect(answers(made).at(-1)).toEqual([1, OUTCOME_FAILED, 'command_id is too old']);
  expect(made.hal.light).not.toBe('locate');
});

test('what was carried out is remembered when the log turns its page', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 3, LOCATE);
  for (let i = 0; i < 200; i++) {
    made.hal.press(KEY_RED);
    made.hal.advance(30);
  }
  expect(board.flash.erases).toBeGreaterThan(3);
  const next = board.connected();
  order(next, 3, LOCATE);
  expect(next.hal.light).not.toBe('locate');
  expect(answers(next)).toEqual([[3, OUTCOME_DONE, '']]);
});

test('power cut at any byte of flash: a reboot that restarted the device never does so again', () => {
  for (let cut = 0; cut <= 64; cut++) {
    const board = new Board();
    const first = board.connected();
    first.gateway.send({ kind: 'command', commandId: 6, action: REBOOT });
    board.flash.budget = cut;
    first.hal.advance(50);
    const restarted = first.hal.restarts;
    // What the flash didn't take, it took for worn out: then there is no restart at all.
    expect(restarted).toBe(cut < 16 ? 0 : 1);
    const second = board.connected();
    order(second, 6, REBOOT);
    expect(restarted + second.hal.restarts).toBe(1);
  }
});

test('a command is recorded before it is carried out, so a power cut between never has it done twice', () => {
  const board = new Board();
  const made = board.connected();
  const write = board.flash.write.bind(board.flash);
  const atRecord: number[] = [];
  board.flash.write = (at, bytes) => {
    if (bytes[0] === RECORD_COMMAND) atRecord.push(made.device.orders.locateUntil);
    write(at, bytes);
  };
  order(made, 6, LOCATE);
  expect(atRecord).toEqual([0]);
  expect(made.device.orders.locateUntil).toBeGreaterThan(0);
});

test('flash that takes nothing: a reboot is refused, because it would come again', () => {
  const board = new Board();
  const made = board.connected();
  board.flash.write = () => {
    throw new Error('worn out');
  };
  order(made, 6, REBOOT);
  made.hal.advance(10_000);
  expect(made.hal.restarts).toBe(0);
  expect(answers(made)).toEqual([[6, OUTCOME_FAILED, 'flash does not work']]);
});

test('a recorded command is dropped: in its session, in a later one, after a restart, and for another device', () => {
  const board = new Board();
  const made = board.connected();
  const session = made.gateway.session;
  const frame = encodeDownlink({ kind: 'command', commandId: 7, action: REBOOT });
  const recorded = sealFrame(PURPOSE_DOWN, KEY, DEVICE_ID, session, 1, frame);
  const later = sealFrame(PURPOSE_DOWN, KEY, DEVICE_ID, session, 99, frame);
  const foreign = sealFrame(PURPOSE_DOWN, KEY, 'CB-OTHER', session, 99, frame);
  const drops = (bench: Bench, payload: Uint8Array) => {
    const before = bench.device.link.refused;
    bench.gateway.sendRaw(payload);
    bench.hal.advance(6_000);
    expect(bench.device.link.refused).toBe(before + 1);
    expect(bench.hal.restarts).toBe(0);
  };
  // Its number was used: by the progress that followed SUBSCRIBE.
  drops(made, recorded);
  drops(made, foreign);
  made.hal.socket.fail();
  made.hal.advance(5_000);
  expect(made.device.link.state).toBe('connected');
  drops(made, later);
  drops(board.connected(), later);
  expect(answers(made)).toEqual([]);
});
