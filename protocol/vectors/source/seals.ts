// Vectors of the seal itself: what a mac covers, byte by byte, and derived keys.
import { createHmac } from 'node:crypto';
import {
  PURPOSE_CONNECT,
  PURPOSE_CONSOLE,
  PURPOSE_DOWN,
  PURPOSE_KEY,
  PURPOSE_UP,
  PURPOSE_UPDATE,
  sealedBytes,
} from '../../device/envelope.ts';
import { updateBytes } from '../../device/update.ts';
import { MAX_UINT32 } from '../../messages.ts';
import { deriveKey } from '../../seal.ts';
import { countingBytes, DEVICE, hex, KEY_1, KEY_2, OFFER, PRESS, SESSION } from './common.ts';

function seal(name: string, purpose: number, over: Partial<ReturnType<typeof usual>> = {}) {
  const { key, deviceId, session, number, frame } = { ...usual(), ...over };
  const covered = sealedBytes(purpose, key.version, deviceId, session, number, frame);
  const mac = createHmac('sha256', key.secret).update(covered).digest().subarray(0, 16);
  return {
    name,
    purpose,
    key: hex(key.secret),
    keyVersion: key.version,
    deviceId,
    session,
    number,
    frame: hex(frame),
    covered: hex(covered),
    mac: hex(mac),
  };
}

function usual() {
  return { key: KEY_1, deviceId: DEVICE, session: SESSION, number: 1, frame: PRESS };
}

export function sealVectors() {
  const largest = { bootId: MAX_UINT32, connectNo: MAX_UINT32 };
  return [
    seal('an uplink frame is sealed with purpose 1', PURPOSE_UP),
    seal('the same frame for the other direction has another mac', PURPOSE_DOWN),
    seal('a CONNECT seals one byte, `pending`, as number 0', PURPOSE_CONNECT, {
      number: 0,
      frame: Uint8Array.of(2),
    }),
    seal('the will has number 0', PURPOSE_UP, { number: 0, frame: Uint8Array.of(0x7a, 0) }),
    seal(
      'a proof on the console seals the challenge, in session 0/0, as number 0',
      PURPOSE_CONSOLE,
      {
        session: { bootId: 0, connectNo: 0 },
        number: 0,
        frame: countingBytes(0xc0, 16),
      },
    ),
    seal('the end of an update seals its terms, in session 0/0, as number 0', PURPOSE_UPDATE, {
      session: { bootId: 0, connectNo: 0 },
      number: 0,
      // What stands behind the purpose, the key, the device and the three numbers.
      frame: updateBytes(KEY_1.version, DEVICE, OFFER).slice(18 + DEVICE.length),
    }),
    seal('the shortest device_id has 4 characters', PURPOSE_UP, { deviceId: 'a_-9' }),
    seal('the longest device_id has 32 characters', PURPOSE_UP, { deviceId: 'Z'.repeat(32) }),
    seal('numbers are unsigned 32 bits, the most significant byte first', PURPOSE_UP, {
      key: { version: MAX_UINT32, secret: KEY_2.secret },
      session: largest,
      number: 0xfedcba98,
    }),
    seal('a frame may have several hundred bytes', PURPOSE_DOWN, {
      frame: countingBytes(0, 400),
    }),
  ];
}

function derived(name: string, version: number, nonce: Uint8Array) {
  const next = deriveKey(KEY_1, version, nonce);
  const covered = Buffer.alloc(5);
  covered[0] = PURPOSE_KEY;
  covered.writeUInt32BE(version, 1);
  return {
    name,
    oldKey: hex(KEY_1.secret),
    newVersion: version,
    nonce: hex(nonce),
    covered: hex(covered) + hex(nonce),
    newKey: hex(next.secret),
  };
}

export function keyVectors() {
  return [
    derived('version 2 follows version 1', 2, countingBytes(0xf0, 16)),
    derived('another nonce gives another key', 2, countingBytes(0xf1, 16)),
    derived('another version gives another key', 3, countingBytes(0xf0, 16)),
    derived('the version is an unsigned 32-bit number', MAX_UINT32, countingBytes(0, 16)),
  ];
}
