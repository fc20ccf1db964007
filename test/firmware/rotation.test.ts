// Key rotation: both sides derive, the new key from the next CONNECT on, and no power cut locks the device out.
import { expect, test } from 'vitest';
import { rotate } from '#firmware/src/service/rotation.ts';
import { loadSettings, saveSettings } from '#firmware/src/service/settings-store.ts';
import { OUTCOME_DONE, OUTCOME_FAILED } from '#protocol/messages.ts';
import { deriveKey, type SealKey } from '#protocol/seal.ts';
import vectors from '#protocol/vectors/keys.json' with { type: 'json' };
import { FakeStore, PowerCut, sha256 } from '#test/support/fake-hal.ts';
import { type Bench, Board, KEY, SPARE } from './scripted-gateway.ts';
import { STORED } from './stored-settings.ts';

const NONCE = new Uint8Array(16).fill(3);
const NEXT = deriveKey(KEY, 2, NONCE);
const hex = (key: SealKey) => Buffer.from(key.secret).toString('hex');

function order({ gateway, hal }: Bench, keyVersion: number, commandId = 4): void {
  gateway.send({
    kind: 'command',
    commandId,
    action: { kind: 'rotate_key', keyVersion, nonce: NONCE },
  });
  hal.advance(50);
}

function reconnect({ hal }: Bench, milliseconds = 30_000): void {
  hal.socket.fail();
  hal.advance(milliseconds);
}

function outcomes({ gateway }: Bench): unknown[][] {
  return gateway.of('command_result').map(({ uplink }) => {
    const event = uplink.event;
    return event.kind === 'command_result' ? [event.outcome, event.detail] : [];
  });
}

test.each(vectors.vectors)('golden vector: $name', (vector) => {
  const store = new FakeStore();
  const hal = { store, sha256 };
  const old = new Uint8Array(Buffer.from(vector.oldKey, 'hex'));
  saveSettings(hal, { ...STORED, key: vector.oldKey });
  const key = { key: old, keyVersion: 1 };
  const device = { hal, settings: { ...key, otherKey: null }, link: { session: key } } as never;
  const nonce = new Uint8Array(Buffer.from(vector.nonce, 'hex'));
  expect(rotate(device, 1, vector.newVersion, nonce)).toBe('');
  expect(loadSettings(hal)).toMatchObject({
    key: vector.newKey,
    key_version: vector.newVersion,
    old_key: { key: vector.oldKey, key_version: 1 },
  });
});

test('the result and the rest of the session are sealed with the old key, the next CONNECT with the new one', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 2);
  // The gateway holds the old key only, so far.
  expect(outcomes(made)).toEqual([[OUTCOME_DONE, '']]);
  expect(board.stored).toMatchObject({
    key: hex(NEXT),
    key_version: 2,
    old_key: { key_version: 1 },
  });
  made.gateway.keys = [NEXT, KEY];
  reconnect(made);
  expect(made.device.link.state).toBe('connected');
  expect(made.gateway.claims.at(-1)?.key.version).toBe(2);
  expect(made.gateway.misfits).toBe(0);
});

test('the old key is kept until the first sealed downlink under the new one', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 2);
  made.gateway.keys = [NEXT, KEY];
  made.gateway.greets = false;
  made.gateway.receipts = 0;
  reconnect(made, 5_000);
  expect(made.device.link.state).toBe('open');
  expect(board.stored.old_key).toBeDefined();
  made.gateway.greet();
  made.hal.advance(50);
  expect(board.stored.old_key).toBeUndefined();
  expect(made.device.settings.otherKey).toBe(null);
  board.connected([NEXT]);
  expect(board.stored).toMatchObject({ key: hex(NEXT), rotated_by: 4 });
});

test('a gateway that does not know the new key is reached with the old one, and the new one is kept', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 2);
  reconnect(made);
  expect(made.gateway.misfits).toBe(1);
  expect(made.device.link.state).toBe('connected');
  expect(board.stored).toMatchObject({ key_version: 2, old_key: { key_version: 1 } });
  made.gateway.keys = [NEXT];
  reconnect(made);
  expect(made.device.link.state).toBe('connected');
  expect(board.stored.old_key).toBeUndefined();
});

test('both keys are tried at the main address before the spare one', () => {
  const board = new Board({ spare: { host: SPARE.host, port: SPARE.port } });
  const made = board.connected();
  order(made, 2);
  // The main address was sound.
  made.hal.advance(61_000);
  made.gateway.keys = [];
  reconnect(made);
  made.hal.advance(200_000);
  const hosts = made.hal.sockets.slice(1, 7).map((socket) => socket.address.host);
  const main = 'main.test';
  const spare = 'spare.test';
  expect(hosts).toEqual([main, main, spare, spare, main, main]);
});

test.each([
  1, 0x7fffffff,
])('a version that is not larger than %i is refused, and nothing changes', (version) => {
  const board = new Board({ key_version: version });
  const made = board.connected([{ ...KEY, version }]);
  const before = board.stored;
  order(made, version);
  expect(outcomes(made)).toEqual([[OUTCOME_FAILED, 'key_version is not larger']]);
  expect(board.stored).toEqual(before);
});

test('a second rotation waits until the first new key is in use', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 2);
  order(made, 3, 5);
  expect(outcomes(made).at(-1)).toEqual([OUTCOME_FAILED, 'the last new key is not in use']);
  expect(board.stored.key_version).toBe(2);
  made.gateway.keys = [NEXT];
  reconnect(made);
  order(made, 3, 6);
  expect(outcomes(made).at(-1)).toEqual([OUTCOME_DONE, '']);
  expect(board.stored.key).toBe(hex(deriveKey(NEXT, 3, NONCE)));
});

test('a gateway that has lost the new key may rotate again from the old one', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 2);
  reconnect(made);
  order(made, 2, 5);
  expect(outcomes(made).at(-1)).toEqual([OUTCOME_DONE, '']);
  made.gateway.keys = [NEXT];
  reconnect(made);
  expect(board.stored.old_key).toBeUndefined();
});

test('a repeated rotation is answered again and derives nothing', () => {
  const board = new Board();
  const made = board.connected();
  order(made, 2);
  const writes = board.store.writes;
  order(made, 2);
  expect(outcomes(made)).toEqual([
    [OUTCOME_DONE, ''],
    [OUTCOME_DONE, ''],
  ]);
  expect(board.store.writes).toBe(writes);
});

test('power cut between storing the key and recording the command: the repeated command is done, once', () => {
  const board = new Board();
  const first = board.connected();
  board.flash.budget = 0;
  order(first, 2);
  const stored = board.stored;
  expect(stored.key_version).toBe(2);
  const second = board.connected([NEXT, KEY]);
  order(second, 2);
  expect(outcomes(second)).toEqual([[OUTCOME_DONE, '']]);
  expect(board.stored.key).toBe(stored.key);
});

test('a store that takes nothing: the old key stays in use', () => {
  const board = new Board();
  const made = board.connected();
  board.store.full = true;
  order(made, 2);
  expect(outcomes(made)).toEqual([[OUTCOME_FAILED, 'the key could not be stored']]);
  reconnect(made);
  expect(made.gateway.claims.at(-1)?.key.version).toBe(1);
});

test('power cut at any byte of either store write: the device connects with one of its keys', () => {
  const length = 700;
  for (let cut = 0; cut < length; cut += 1) {
    const board = new Board();
    const first = board.connected();
    first.gateway.keys = [NEXT, KEY];
    board.store.budget = cut;
    try {
      order(first, 2);
      reconnect(first);
    } catch (error) {
      expect(error).toBeInstanceOf(PowerCut);
    }
    const second = board.connected(first.gateway.keys);
    second.hal.advance(10_000);
    expect(second.device.link.state).toBe('connected');
  }
});
