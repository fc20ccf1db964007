// What a board goes through while its stack is recorded: one function a scenario, each with a board of its own.
import type { Firmware } from '#firmware/build/firmware.ts';
import { consoleProof } from '#protocol/console.ts';
import { type Downlink, KEY_RED } from '#protocol/messages.ts';
import { deriveKey } from '#protocol/seal.ts';
import { encodeLine } from '#protocol/serial.ts';
import { SETTINGS } from '#test/support/console-board.ts';
import { RecordedBoard } from '#test/support/recorded-board.ts';
import type { Chain } from '#test/support/stack-recorder.ts';
import { KEY, ScriptedGateway } from './scripted-gateway.ts';
import { STORED } from './stored-settings.ts';

/** Limits of issue and README, in bytes: of a chain that a press waits for, and of any other. */
export const PRESS_BYTES = 12 * 1024;
export const MAX_BYTES = 14 * 1024;

type Action = Extract<Downlink, { kind: 'command' }>['action'];

interface Bench {
  board: RecordedBoard;
  gateway: ScriptedGateway;
}

const OUTBOX = 32;
/** More than a page of flash takes. */
const PAGE = 300;
/** A contact counts again after that. */
const RELEASED_MS = 30;
const NONCE = new Uint8Array(16).fill(9);
const NEW_ADDRESS = { host: 'new.test', port: 1883, tls: false };

function made(firmware: Firmware): Bench {
  const board = new RecordedBoard(firmware, {
    ...STORED,
    wifi: { ssid: 'home', password: 'secret' },
  });
  return { board, gateway: new ScriptedGateway(board.hal) };
}

function connected(firmware: Firmware): Bench {
  const bench = made(firmware);
  bench.board.start();
  bench.board.hal.advance(1_000);
  return bench;
}

function presses(board: RecordedBoard, count: number): void {
  for (let i = 0; i < count; i++) {
    board.press(KEY_RED);
    board.hal.advance(RELEASED_MS);
  }
}

/** The command comes; its result is asserted by whoever counts on it. */
function command(action: Action) {
  return (firmware: Firmware): Chain => {
    const { board, gateway } = connected(firmware);
    const before = gateway.of('command_result').length;
    const chain = board.deepest(
      () => gateway.send({ kind: 'command', commandId: 1, action }),
      8_000,
    );
    if (gateway.of('command_result').length === before) throw new Error('no result came');
    return chain;
  };
}

function configuration(changes: object) {
  return (firmware: Firmware): Chain => {
    const { board, gateway } = connected(firmware);
    const none = { heartbeatS: 300, unreachedAfterS: 0, mainGateway: null, spareGateway: null };
    const chain = board.deepest(
      () => gateway.send({ kind: 'configuration', revision: 3, ...none, ...changes }),
      20_000,
    );
    const beat = gateway.of('heartbeat').at(-1)?.uplink.event;
    if (beat?.kind !== 'heartbeat' || beat.configurationRevision !== 3)
      throw new Error('not taken');
    return chain;
  };
}

function line(board: RecordedBoard, ...words: string[]): string {
  const encoded = encodeLine(words);
  if (!encoded.ok) throw new Error(encoded.error.code);
  board.said = '';
  board.type(encoded.value);
  if (!board.said.includes(' ok')) throw new Error(`${words.join(' ')}: ${board.said}`);
  return board.said;
}

/** The deepest chain of each scenario, and the most that it may take. */
export const SCENARIOS: readonly [string, number, (firmware: Firmware) => Chain][] = [
  [
    'a press and its receipt',
    PRESS_BYTES,
    (firmware) => {
      const { board, gateway } = connected(firmware);
      const chain = board.deepest(() => board.press(KEY_RED));
      if (gateway.presses.length !== 1) throw new Error('no press came');
      return chain;
    },
  ],
  [
    'a press that turns the page of flash',
    PRESS_BYTES,
    (firmware) => {
      const { board, gateway } = connected(firmware);
      gateway.receipts = 0;
      const chain = board.deepest(() => presses(board, PAGE), 0);
      if (board.hal.flash.read(board.hal.flash.pageBytes, 1)[0] === 255)
        throw new Error('not turned');
      return chain;
    },
  ],
  [
    'a press that finds no memory, and the recovery',
    MAX_BYTES,
    (firmware) => {
      const { board, gateway } = connected(firmware);
      const chain = board.deepest(() => {
        board.isShort = true;
        board.press(KEY_RED);
        board.isShort = false;
      }, 10_000);
      if (!board.lines.some((text) => text.startsWith('exception')))
        throw new Error('no exception');
      if (gateway.presses.length !== 1) throw new Error('no press came');
      return chain;
    },
  ],
  [
    `${OUTBOX} red presses wait, and the gateway returns`,
    MAX_BYTES,
    (firmware) => {
      const { board, gateway } = made(firmware);
      gateway.dead.add('main.test');
      board.start();
      presses(board, OUTBOX);
      gateway.dead.clear();
      const chain = board.deepest(() => {}, 30_000);
      if (gateway.presses.length < OUTBOX) throw new Error('not all came');
      return chain;
    },
  ],
  [
    'the start',
    MAX_BYTES,
    (firmware) => {
      const { board } = made(firmware);
      return board.deepest(() => board.start(), 0);
    },
  ],
  [
    'a connection is made',
    MAX_BYTES,
    (firmware) => {
      const { board, gateway } = made(firmware);
      const chain = board.deepest(() => board.start());
      if (gateway.claims.length !== 1) throw new Error('no CONNECT came');
      return chain;
    },
  ],
  ['a configuration, and its heartbeat', MAX_BYTES, configuration({})],
  ['a new address', MAX_BYTES, configuration({ mainGateway: NEW_ADDRESS })],
  ['a new key', MAX_BYTES, command({ kind: 'rotate_key', keyVersion: 2, nonce: NONCE })],
  [
    'a new key, then a new address',
    MAX_BYTES,
    (firmware) => {
      const { board, gateway } = connected(firmware);
      gateway.keys.unshift(deriveKey(KEY, 2, NONCE));
      gateway.send({
        kind: 'command',
        commandId: 1,
        action: { kind: 'rotate_key', keyVersion: 2, nonce: NONCE },
      });
      board.hal.advance(1_000);
      const changes = {
        heartbeatS: 0,
        unreachedAfterS: 0,
        mainGateway: NEW_ADDRESS,
        spareGateway: null,
      };
      const chain = board.deepest(
        () => gateway.send({ kind: 'configuration', revision: 3, ...changes }),
        20_000,
      );
      if (gateway.claims.at(-1)?.key.version !== 2)
        throw new Error('not connected with the new key');
      return chain;
    },
  ],
  ['locate', MAX_BYTES, command({ kind: 'locate', seconds: 5 })],
  ['self-test', MAX_BYTES, command({ kind: 'self_test' })],
  ['reboot', MAX_BYTES, command({ kind: 'reboot' })],
  [
    'console lines that set and write settings',
    MAX_BYTES,
    (firmware) => {
      const board = new RecordedBoard(firmware, null);
      board.start();
      return board.deepest(() => {
        line(board, '1', 'hello', 'nonce-01');
        SETTINGS.forEach(([name, value], index) => {
          line(board, String(index + 2), 'set', name, value);
        });
        line(board, String(SETTINGS.length + 2), 'commit', '0');
      });
    },
  ],
  [
    'a console line that tests',
    MAX_BYTES,
    (firmware) => {
      const { board } = connected(firmware);
      return board.deepest(() => {
        const hello = line(board, '1', 'hello', 'nonce-01');
        const challenge = Buffer.from(/challenge=([0-9a-f]+)/.exec(hello)?.[1] ?? '', 'hex');
        line(board, '2', 'auth', consoleProof(KEY, STORED.device_id, challenge));
        line(board, '3', 'test');
      });
    },
  ],
];
