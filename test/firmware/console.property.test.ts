// The console on a bad line: whatever is lost, changed or doubled, the device has all settings or says why not.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { encodeLine } from '#protocol/serial.ts';
import { vectorFile } from '#test/protocol/support.ts';
import { ConsoleBoard, KEY_TEXT, type Noise, provisionOver } from '#test/support/console-board.ts';

const FAULTS = ['none', 'drop', 'flip', 'double', 'insert', 'lose', 'twice', 'cut'] as const;

interface Fault {
  kind: (typeof FAULTS)[number];
  at: number;
  byte: number;
}

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom(...FAULTS, 'none', 'none'),
  at: fc.nat(255),
  // XON, XOFF, NUL, 0xFF, Ctrl-C and DLE often.
  byte: fc.oneof(fc.constantFrom(0x11, 0x13, 0, 0xff, 3, 16, 10, 36), fc.nat(255)),
});

/** One fault for each write; when they are used up the line is good. */
function noise(faults: readonly Fault[]): Noise {
  const left = [...faults];
  let kept = '';
  return (fresh) => {
    const now = left.shift();
    const bytes = kept + fresh;
    kept = '';
    if (now === undefined || bytes.length === 0) return bytes;
    const at = now.at % bytes.length;
    const before = bytes.slice(0, at);
    const here = bytes.charAt(at);
    const after = bytes.slice(at + 1);
    const other = String.fromCharCode(now.byte);
    if (now.kind === 'drop') return before + after;
    if (now.kind === 'flip') return before + other + after;
    if (now.kind === 'double') return before + here + here + after;
    if (now.kind === 'insert') return before + other + here + after;
    if (now.kind === 'lose') return '';
    if (now.kind === 'twice') return bytes + bytes;
    if (now.kind === 'cut') {
      // The rest is held up, and comes with what is written next.
      kept = here + after;
      return before;
    }
    return bytes;
  };
}

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((value) => {
  const bytes = Buffer.from(value, 'utf8');
  return bytes.length <= 32 && !bytes.includes(0) && bytes.toString('utf8') === value;
});

test('whatever happens to the line, the device ends up with exactly the settings sent, or with none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 60 }),
      fc.array(fault, { maxLength: 60 }),
      text,
      text,
      async (up, down, ssid, password) => {
        const board = new ConsoleBoard();
        board.toDevice = noise(down);
        board.toPc = noise(up);
        const settings = [
          ['device_id', 'CB-0001'],
          ['key', KEY_TEXT],
          ['key_version', '1'],
          ['main_host', 'gateway.example'],
          ['main_port', '1883'],
          ['wifi_ssid', ssid],
          ['wifi_password', password],
        ] as const;
        const result = await provisionOver(board.pc(), settings, '9');
        const stored = loadSettings(board.hal);
        if (result === 'boot_id=10') {
          expect(stored).toMatchObject({
            key: KEY_TEXT,
            main: { host: 'gateway.example', port: 1883 },
            wifi: {
              ssid: Buffer.from(ssid).toString('latin1'),
              password: Buffer.from(password).toString('latin1'),
            },
          });
        } else {
          // Nothing half: when only the last answer was lost everything is there.
          expect(result).toBe('SILENT');
          if (stored) expect(stored.wifi?.ssid).toBe(Buffer.from(ssid).toString('latin1'));
        }
      },
    ),
    { numRuns: 200 },
  );
});

/** A device with a draft and a hello, whose state must not change. */
function talking(): ConsoleBoard {
  const board = new ConsoleBoard();
  board.ask('1000', 'hello', 'nonce-01');
  return board;
}

function works(board: ConsoleBoard, number: number): void {
  board.type('\n');
  expect(board.ask(String(number), 'set', 'main_port', '1')).toBe(`${number} ok`);
  expect(board.store.writes).toBe(0);
  expect([board.boots, board.prompts]).toEqual([1, 0]);
}

test('any bytes: nothing is carried out, and the next whole line works', () => {
  const board = talking();
  let number = 1000;
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.array(fc.constantFrom(0x11, 0x13, 0, 0xff, 3, 16, 10, 13, 36, 42, 37, 32, 49), {
      maxLength: 64,
    }),
  );
  fc.assert(
    fc.property(bytes, (noisy) => {
      board.said = '';
      board.type(Buffer.from(noisy).toString('latin1'));
      expect(board.said).toBe('');
      works(board, ++number);
    }),
    { numRuns: 2_000 },
  );
});

test('every changed byte and every truncation of every vector leaves the console working', () => {
  const board = talking();
  let number = 1000;
  for (const { line } of vectorFile('lines.json').vectors) {
    const bytes = Buffer.from(line, 'utf8').toString('latin1');
    for (let at = 0; at < bytes.length; at++) {
      const changed = String.fromCharCode(bytes.charCodeAt(at) ^ 1);
      board.type(bytes.slice(0, at) + changed + bytes.slice(at + 1));
      board.type(bytes.slice(0, at));
    }
    works(board, ++number);
  }
});

test('every changed byte and every truncation of a request is not carried out', () => {
  const line = encodeLine(['1001', 'set', 'main_port', '7']);
  const good = line.ok ? line.value : '';
  for (let at = 0; at < good.length - 1; at++) {
    for (const mask of [1, 2, 16, 128]) {
      const board = talking();
      board.said = '';
      const changed = String.fromCharCode(good.charCodeAt(at) ^ mask);
      board.type(`${good.slice(0, at)}${changed}${good.slice(at + 1)}\n`);
      board.type(`${good.slice(0, at)}\n`);
      // The case of a hex digit doesn't count.
      const same = changed.toUpperCase() === good.charAt(at) && at > good.lastIndexOf('*');
      expect(board.said === '').toBe(!same);
    }
  }
});

test('a line that never ends is dropped, and a good line at its end still counts', () => {
  const board = talking();
  for (let i = 0; i < 1_000; i++) board.type('$endless noise ');
  works(board, 1001);
  board.type('x'.repeat(10_000));
  expect(board.ask('1002', 'get', 'main_port')).toBe('1002 ok draft 1');
  // A line that begins behind noise, and comes in two pieces.
  const line = encodeLine(['1003', 'get', 'main_port']);
  const good = line.ok ? line.value : '';
  board.said = '';
  board.type('x'.repeat(300) + good.slice(0, 9));
  board.type(good.slice(9));
  expect(board.said).toContain('1003 ok draft 1');
});
