// What a seal binds: device, direction, session, number, frame, key. Nothing of it can be exchanged.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEnvelope, hmacSha256, sealedBytes } from '#protocol/device/envelope.ts';
import { connectPassword } from '#protocol/device/password.ts';
import { isDeviceId } from '#protocol/device/topics.ts';
import { deriveKey, openEnvelope, openPassword, sealFrame } from '#protocol/seal.ts';
import {
  deviceId,
  hex,
  openOnDevice,
  positive,
  secret,
  session,
  sha256,
  uint32,
} from './support.ts';

const DEVICE = 'CB-0001';
const KEY = { version: 1, secret: new Uint8Array(32).fill(7) };
const SESSION = { bootId: 7, connectNo: 3 };
const FRAME = Uint8Array.of(0x42, 0x02, 0x08, 0x02);

function code(result: ReturnType<typeof openEnvelope>): string {
  return result.ok ? 'opened' : result.error.code;
}

describe('what a mac covers', () => {
  it('is purpose, key_version, device_id, session, number and frame, as the table says', () => {
    const purpose = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(
        ...[purpose, positive, deviceId, session, uint32, fc.uint8Array()],
        (what, version, device, { bootId, connectNo }, number, frame) => {
          const head = Buffer.alloc(6);
          head.writeUInt8(what, 0);
          head.writeUInt32BE(version, 1);
          head.writeUInt8(device.length, 5);
          const numbers = Buffer.alloc(12);
          for (const [i, value] of [bootId, connectNo, number].entries()) {
            numbers.writeUInt32BE(value, 4 * i);
          }
          const table = Buffer.concat([head, Buffer.from(device, 'ascii'), numbers, frame]);
          const covered = sealedBytes(what, version, device, { bootId, connectNo }, number, frame);
          expect(hex(covered)).toBe(hex(table));
        },
      ),
    );
  });
});

describe('a sealed envelope', () => {
  it('is made in the same bytes on the gateway and on the device', () => {
    fc.assert(
      fc.property(
        ...[positive, secret, deviceId, session, uint32],
        fc.uint8Array({ minLength: 1, maxLength: 440 }),
        (version, of, device, { bootId, connectNo }, number, frame) => {
          const key = { version, secret: of };
          const within = { bootId, connectNo };
          const covered = sealedBytes(2, version, device, within, number, frame);
          const mac = hmacSha256(sha256, of, covered);
          const onDevice = encodeEnvelope(version, within, number, frame, mac);
          expect(hex(sealFrame(2, key, device, within, number, frame))).toBe(hex(onDevice));
        },
      ),
    );
  });

  const sealed = sealFrame(1, KEY, DEVICE, SESSION, 1, FRAME);

  it('opens for its own device, direction and key', () => {
    expect(code(openEnvelope(1, [KEY], DEVICE, sealed))).toBe('opened');
  });

  it('does not open for another device with the same key', () => {
    expect(code(openEnvelope(1, [KEY], 'CB-0002', sealed))).toBe('SEAL_WRONG');
  });

  it('does not open in the other direction', () => {
    expect(code(openEnvelope(2, [KEY], DEVICE, sealed))).toBe('SEAL_WRONG');
  });

  it('does not open with another secret of the same version', () => {
    const other = { version: 1, secret: new Uint8Array(32).fill(8) };
    expect(code(openEnvelope(1, [other], DEVICE, sealed))).toBe('SEAL_WRONG');
  });

  it('does not open with a key of another version', () => {
    const next = { version: 2, secret: KEY.secret };
    expect(code(openEnvelope(1, [next], DEVICE, sealed))).toBe('KEY_VERSION_UNKNOWN');
  });

  it.each([
    ['boot_id', { bootId: 8, connectNo: 3 }, 1],
    ['connect_no', { bootId: 7, connectNo: 4 }, 1],
    ['number', SESSION, 2],
  ])('has another mac when its %s is another', (_, otherSession, number) => {
    const other = sealFrame(1, KEY, DEVICE, otherSession, number, FRAME);
    const mixed = Uint8Array.from([...other.subarray(0, -16), ...sealed.subarray(-16)]);
    expect(code(openEnvelope(1, [KEY], DEVICE, mixed))).toBe('SEAL_WRONG');
  });

  it('opens on both sides with exactly what went in', () => {
    const frame = fc.uint8Array({ minLength: 1, maxLength: 400 });
    const direction = fc.constantFrom('up' as const, 'down' as const);
    fc.assert(
      fc.property(
        ...[direction, secret, positive, deviceId, session, uint32, frame],
        (way, bytes, version, device, connection, number, content) => {
          const keys = [{ version, secret: bytes }];
          const purpose = way === 'up' ? 1 : 2;
          const sealed = sealFrame(purpose, keys[0]!, device, connection, number, content);
          // Plain bytes, as the device has them: protobufjs gives a Buffer.
          const wire = new Uint8Array(sealed);
          const opened = openEnvelope(purpose, keys, device, wire);
          expect(opened).toEqual({ ok: true, value: openOnDevice(way, keys, device, wire) });
          expect(opened.ok && hex(opened.value.frame)).toBe(hex(content));
        },
      ),
    );
  });
});

describe('the password of a CONNECT', () => {
  it('is no seal of a frame, and a seal of a frame is no password', () => {
    const password = connectPassword(sha256, KEY.secret, 1, DEVICE, SESSION, 2);
    const frame = sealFrame(1, KEY, DEVICE, SESSION, 0, Uint8Array.of(2));
    expect(password.endsWith(hex(frame.subarray(-16)))).toBe(false);
  });

  it('names the key that it was made with, the old or the new one', () => {
    const next = deriveKey(KEY, 2, new Uint8Array(16));
    for (const key of [KEY, next]) {
      const password = connectPassword(sha256, key.secret, key.version, DEVICE, SESSION, 0);
      const opened = openPassword([KEY, next], DEVICE, password);
      expect(opened).toEqual({ ok: true, value: { session: SESSION, pending: 0, key } });
    }
  });
});

describe('a device_id', () => {
  it.each(['a_-9', 'CB-0001', 'Z'.repeat(32)])('%s is good', (id) => {
    expect(isDeviceId(id)).toBe(true);
  });

  it.each([
    '',
    'abc',
    'Z'.repeat(33),
    'CB 0001',
    'CB/0001',
    'CB+0001',
    'CB#0001',
    'Büro',
    'CB-0001\n',
  ])('%j is bad', (id) => {
    expect(isDeviceId(id)).toBe(false);
  });
});
