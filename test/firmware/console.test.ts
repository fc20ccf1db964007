// The device's console: a conversation that is exact, and closed to whoever doesn't know the key.
import { expect, test } from 'vitest';
import { consoleProof } from '#protocol/console.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import {
  ConsoleBoard,
  KEY_TEXT,
  provisionOver,
  SECRET,
  SETTINGS,
} from '#test/support/console-board.ts';

const KEY = { version: 1, secret: SECRET };
const NONCE = 'nonce-01';

async function provisioned(bootId = '0'): Promise<ConsoleBoard> {
  const board = new ConsoleBoard();
  expect(await provisionOver(board.pc(), SETTINGS, bootId)).toMatch(/^boot_id=/);
  const restarted = await board.pc().hello();
  expect(restarted.ok).toBe(true);
  board.hal.advance(60_000);
  expect(board.boots).toBe(2);
  return board;
}

/** Says hello and proves the key; the number that comes next. */
function proven(board: ConsoleBoard, number: number, nonce = NONCE): void {
  const hello = board.ask(String(number), 'hello', nonce) ?? '';
  const challenge = Buffer.from(/challenge=([0-9a-f]+)/.exec(hello)?.[1] ?? '', 'hex');
  const mac = consoleProof(KEY, 'CB-0001', challenge);
  expect(board.ask(String(number + 1), 'auth', mac)).toBe(`${number + 1} ok`);
}

test('a new device takes settings without a proof, and has exactly those after its restart', async () => {
  const board = await provisioned('41');
  expect(board.stored).toEqual({
    device_id: 'CB-0001',
    key_version: 1,
    key: KEY_TEXT,
    main: { host: 'gateway.example', port: 1883 },
    wifi: {
      ssid: Buffer.from('张家 Wi-Fi').toString('latin1'),
      password: Buffer.from('pass $%* 字').toString('latin1'),
    },
  });
  expect(board.device?.log.bootId).toBe(42);
});

test('a boot counter that is ahead of the highest known boot_id stays ahead', async () => {
  const board = await provisioned('41');
  proven(board, 1);
  expect(board.ask('3', 'commit', '7')).toBe('3 ok boot_id=43');
});

test('a repeated request is answered again and not carried out again', () => {
  const board = new ConsoleBoard();
  board.ask('5', 'hello', NONCE);
  expect(board.ask('6', 'set', 'main_port', '1883')).toBe('6 ok');
  expect(board.ask('6', 'set', 'main_port', '1883')).toBe('6 ok');
  const first = board.ask('7', 'reset');
  expect(board.ask('7', 'reset')).toBe(first);
  expect(board.ask('7', 'reset', 'x')).toBe('7 error NUMBER_REUSED ');
});

test('a request that comes late changes nothing', () => {
  const board = new ConsoleBoard();
  board.ask('5', 'hello', NONCE);
  board.ask('6', 'set', 'main_port', '1');
  board.ask('7', 'set', 'main_port', '2');
  expect(board.ask('6', 'set', 'main_port', '1')).toBe('6 error NUMBER_OLD ');
  expect(board.ask('8', 'get', 'main_port')).toBe('8 ok draft 2');
});

test('without hello nothing is done, and after five silent minutes hello is needed again', () => {
  const board = new ConsoleBoard();
  expect(board.ask('1', 'set', 'main_port', '1')).toBe('1 error NO_HELLO ');
  board.ask('2', 'hello', NONCE);
  board.ask('3', 'set', 'main_port', '1');
  board.hal.advance(300_001);
  expect(board.ask('4', 'get', 'main_port')).toBe('4 error NO_HELLO ');
});

test.each([
  ['set', 'main_port', '1'],
  ['get', 'main_host'],
  ['check'],
  ['commit', '0'],
  ['test'],
  ['reset'],
  ['restart'],
  ['prompt'],
  ['nonsense'],
])('a device with a key does not do without proof: %s', async (...words) => {
  const board = await provisioned();
  board.ask('1', 'hello', NONCE);
  expect(board.ask('2', ...words)).toBe(`2 error PROOF_REQUIRED ${words[0]}`);
  board.hal.advance(60_000);
  expect([board.boots, board.prompts]).toEqual([2, 0]);
});

test('a device with a key tells its state without proof, and no setting in it', async () => {
  const board = await provisioned();
  board.ask('1', 'hello', NONCE);
  const state = board.ask('2', 'state');
  expect(state).toMatch(/^2 ok uptime_s=\d+ .*link=(connecting|waiting) .*reason=/);
  expect(state).not.toMatch(/gateway|example|Wi-Fi|pass|07070/);
});

test('without its Wi-Fi the state gives the reason of the Wi-Fi, in letters only', async () => {
  const board = await provisioned();
  board.ask('1', 'hello', NONCE);
  const health = board.hal.health();
  board.hal.health = () => ({ ...health, wifiProblem: '4WAY_HANDSHAKE_TIMEOUT' });
  expect(board.ask('2', 'state')).toMatch(/ reason=_WAY_HANDSHAKE_TIMEOUT$/);
  board.hal.health = () => ({ ...health, wifiProblem: '' });
  expect(board.ask('3', 'state')).not.toContain('HANDSHAKE');
});

test('a wrong proof uses the challenge up', async () => {
  const board = await provisioned();
  const hello = board.ask('1', 'hello', NONCE) ?? '';
  const challenge = Buffer.from(/challenge=([0-9a-f]+)/.exec(hello)?.[1] ?? '', 'hex');
  expect(board.ask('2', 'auth', '0'.repeat(32))).toBe('2 error PROOF_WRONG ');
  const right = consoleProof(KEY, 'CB-0001', challenge);
  expect(board.ask('3', 'auth', right)).toBe('3 error PROOF_WRONG ');
  expect(board.ask('4', 'auth')).toBe('4 error PROOF_WRONG ');
  expect(board.ask('5', 'restart')).toBe('5 error PROOF_REQUIRED restart');
});

test('a recorded conversation proves nothing: neither later, nor after a restart', async () => {
  const board = await provisioned();
  const heard: string[] = [];
  board.toDevice = (bytes) => {
    heard.push(bytes);
    return bytes;
  };
  const pc = board.pc();
  const hello = await pc.hello();
  expect((await pc.auth(hello.fields, KEY)).ok).toBe(true);
  expect((await pc.ask('get', 'main_host')).ok).toBe(true);
  // A hello of the recording begins anew only when another conversation lies between.
  board.ask('1', 'hello', 'another-01');
  board.said = '';
  for (const line of heard) board.type(line);
  expect(board.said).toMatch(/error PROOF_WRONG[\s\S]*error PROOF_REQUIRED/);
  board.hal.advance(300_001);
  board.said = '';
  for (const line of heard) board.type(line);
  expect(board.said).toMatch(/error PROOF_WRONG[\s\S]*error PROOF_REQUIRED/);
});

test('after a proof the device is changed in part: what is not set stays', async () => {
  const board = await provisioned();
  proven(board, 1);
  expect(board.ask('3', 'set', 'wifi_password', 'new one')).toBe('3 ok');
  expect(board.ask('4', 'commit', '0')).toMatch(/^4 ok boot_id=/);
  expect(board.stored).toMatchObject({ key: KEY_TEXT, wifi: { password: 'new one' } });
});

test('an address with TLS stays one when something else is changed', async () => {
  const board = await provisioned();
  proven(board, 1);
  board.ask('3', 'set', 'main_tls', '1');
  expect(board.ask('4', 'commit', '0')).toMatch(/^4 ok/);
  board.ask('5', 'restart');
  board.hal.advance(500);
  expect(board.stored?.main).toMatchObject({ tls: true });
  board.ask('1', 'hello', NONCE);
  proven(board, 1);
  board.ask('3', 'set', 'heartbeat_s', '300');
  expect(board.ask('4', 'commit', '0')).toMatch(/^4 ok/);
  expect(board.stored).toMatchObject({ main: { tls: true }, heartbeat_s: 300 });
});

test('after a new key the old one is nowhere in the store, not even to fall back to', async () => {
  const board = await provisioned();
  proven(board, 1);
  board.ask('3', 'set', 'key', 'b2'.repeat(32));
  board.ask('4', 'set', 'key_version', '2');
  expect(board.ask('5', 'commit', '0')).toMatch(/^5 ok/);
  expect([...board.store.files.values()].join()).not.toContain(KEY_TEXT);
});

test('another device_id takes over neither key nor Wi-Fi of the one before', async () => {
  const board = await provisioned();
  proven(board, 1);
  board.ask('3', 'set', 'device_id', 'CB-0002');
  expect(board.ask('4', 'check')).toBe('4 error DRAFT_WRONG key%20is%20missing');
});

test('secrets are never said: neither stored nor drafted ones, by no request', async () => {
  const board = await provisioned();
  proven(board, 1);
  let all = '';
  const requests = [['get', 'key'], ['get', 'wifi_password'], ['state'], ['check']];
  requests.push(['set', 'key', 'a1'.repeat(32)], ['get', 'key'], ['set', 'key', 'x'], ['check']);
  requests.forEach((words, i) => {
    all += `${board.ask(String(i + 3), ...words)}\n`;
  });
  expect(all).toMatch(/3 ok secret\n4 ok secret\n/);
  expect(all).toMatch(/8 ok digest [0-9a-f]{16}\n/);
  expect(all).not.toMatch(/0707|a1a1|pass/);
});

test.each([
  ['device_id', 'x'],
  ['key', 'A'.repeat(64)],
  ['key', '07'],
  ['main_host', 'a b'],
  ['main_port', '70000'],
  ['main_port', '-1'],
  ['main_port', ''],
  ['key_version', '0'],
  ['wifi_ssid', '字'.repeat(11)],
  ['wifi_password', 'x'.repeat(64)],
  ['heartbeat_s', '59'],
  ['unreached_after_s', '1e2'],
])('a wrong value is named before anything is written: %s %s', async (name, value) => {
  const board = new ConsoleBoard();
  const settings = SETTINGS.filter(([other]) => other !== name);
  expect(await provisionOver(board.pc(), [...settings, [name, value]])).toBe('DRAFT_WRONG');
  expect(board.store.writes).toBe(0);
});

test('a factory reset needs the word, and keeps the boot counter', async () => {
  const board = await provisioned('41');
  proven(board, 1);
  expect(board.ask('3', 'reset', '123456')).toBe('3 error WORD_WRONG ');
  const word = /word=(\d{6})/.exec(board.ask('4', 'reset') ?? '')?.[1] ?? '';
  expect(board.ask('5', 'reset', word)).toBe('5 ok');
  expect(board.stored).toBeNull();
  expect([...board.store.files.values()].join()).not.toContain('07');
  expect(board.ask('6', 'set', 'main_port', '1')).toBe('6 error FINISHED restart');
  expect(board.ask('7', 'restart')).toBe('7 ok');
  board.hal.advance(500);
  expect(board.device).toBeNull();
  expect(board.ask('1', 'hello', NONCE)).toMatch(/device_id= .*boot_id=42 /);
});

test('a device whose key is lost is reset by whoever holds its green key soon after power-on, and it places no call', async () => {
  const board = await provisioned();
  board.boot();
  board.ask('1', 'hello', NONCE);
  expect(board.ask('2', 'reset')).toMatch(/PROOF_REQUIRED/);
  board.hal.held.add(KEY_GREEN);
  const word = /word=(\d{6})/.exec(board.ask('3', 'reset') ?? '')?.[1] ?? '';
  expect(board.ask('4', 'get', 'main_host')).toMatch(/PROOF_REQUIRED/);
  expect(board.device?.pending()).toBe(0);
  expect(board.ask('5', 'reset', word)).toBe('5 ok');
  expect(board.stored).toBeNull();
});

test('the green key held later, or let go, is no proof', async () => {
  const board = await provisioned();
  board.boot();
  board.hal.edge(KEY_GREEN, true);
  board.ask('1', 'hello', NONCE);
  board.ask('2', 'reset');
  board.hal.edge(KEY_GREEN, false);
  expect(board.ask('3', 'reset')).toMatch(/PROOF_REQUIRED/);
  board.hal.edge(KEY_GREEN, true);
  board.hal.advance(60_000);
  expect(board.ask('4', 'reset')).toMatch(/PROOF_REQUIRED/);
});

test('a press that waits is not dropped unasked', async () => {
  const board = await provisioned();
  board.hal.press(KEY_RED);
  proven(board, 1);
  expect(board.ask('3', 'commit', '0')).toBe('3 error PRESS_WAITING ');
  expect(board.device?.pending()).toBe(2);
  expect(board.ask('4', 'commit', '0', 'drop')).toMatch(/^4 ok/);
});

test('a commit whose PC leaves restarts the device after a minute', async () => {
  const board = await provisioned();
  proven(board, 1);
  board.ask('3', 'commit', '0');
  board.hal.advance(60_000);
  expect(board.boots).toBe(3);
});

test('a store that takes nothing is a clear error, and the old settings stay', async () => {
  const board = await provisioned();
  const before = board.stored;
  board.store.full = true;
  proven(board, 1);
  board.ask('3', 'set', 'main_port', '1884');
  expect(board.ask('4', 'commit', '0')).toBe('4 error STORAGE_FAILED settings');
  expect(board.stored).toEqual(before);
});

test('a store that is nearly full refuses a commit before anything is touched, and the device works on', async () => {
  const board = await provisioned();
  const before = board.stored;
  const bootId = board.device?.log.bootId;
  board.store.room = 400;
  proven(board, 1);
  board.ask('3', 'set', 'main_port', '1884');
  expect(board.ask('4', 'commit', '50')).toBe('4 error STORAGE_FULL ');
  expect(board.stored).toEqual(before);
  expect(board.device?.running).toBe(true);
  expect(board.device?.log.bootId).toBe(bootId);
  board.store.room = 4096;
  expect(board.ask('5', 'commit', '50')).toBe('5 ok boot_id=51');
});

test('a store without any room still forgets its settings at a factory reset', async () => {
  const board = await provisioned();
  board.store.room = 0;
  proven(board, 1);
  const word = board.ask('3', 'reset')?.split('word=')[1] ?? '';
  expect(board.ask('4', 'reset', word)).toBe('4 ok');
  expect(board.stored).toBe(null);
});

test('what memory is too short for is refused as busy, and can be asked anew', async () => {
  const board = await provisioned();
  proven(board, 1);
  board.tooShortFor = 'cbdraft';
  expect(board.ask('3', 'get', 'main_host')).toBe('3 error BUSY get');
  board.tooShortFor = '';
  expect(board.ask('4', 'get', 'main_host')).toBe('4 ok stored gateway.example');
});

test('flow control in the middle of an answer is dropped by the PC', async () => {
  const board = new ConsoleBoard();
  board.toPc = (bytes) => bytes.slice(0, 9) + '\x13\x11' + bytes.slice(9);
  expect((await board.pc().hello()).ok).toBe(true);
});

test('the prompt is given after the proof, once the answer is out', async () => {
  const board = await provisioned();
  proven(board, 1);
  expect(board.ask('3', 'prompt')).toBe('3 ok');
  expect(board.prompts).toBe(0);
  board.hal.advance(500);
  expect(board.prompts).toBe(1);
});

test('a self-test is started after the proof, and a device without settings has none', async () => {
  const board = await provisioned();
  proven(board, 1);
  expect(board.ask('3', 'test')).toMatch(/^3 ok /);
  expect(board.hal.light).toBe('self_test');
  const fresh = new ConsoleBoard();
  fresh.ask('1', 'hello', NONCE);
  expect(fresh.ask('2', 'test')).toBe('2 error UNSUPPORTED test');
});

test('its own answers, echoed by a terminal, are not answered', () => {
  const board = new ConsoleBoard();
  board.ask('1', 'hello', NONCE);
  const echo = board.said;
  board.said = '';
  board.type(echo);
  expect(board.said).toBe('');
  expect(board.ask('2', 'error', 'x')).toBeUndefined();
});
