// Both codecs against every golden vector, and the vectors against their generator.
import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hmacSha256, sealedBytes } from '#protocol/device/envelope.ts';
import { encodeUplink } from '#protocol/device/frames.ts';
import { decodeDownlink } from '#protocol/device/instructions.ts';
import { connectPassword } from '#protocol/device/password.ts';
import { decodeLine as decodeByteLine } from '#protocol/device/serial-line.ts';
import { PROTOCOL_ERRORS } from '#protocol/errors.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import type { Downlink, Uplink } from '#protocol/messages.ts';
import { deriveKey, openEnvelope, openPassword, sealFrame } from '#protocol/seal.ts';
import { decodeLine, encodeLine } from '#protocol/serial.ts';
import { vectorFiles } from '#protocol/vectors/generate.ts';
import {
  hex,
  keysOf,
  openOnDevice,
  purposeOf,
  sha256,
  unhex,
  VECTORS,
  type VectorFiles,
  vectorFile,
} from './support.ts';

describe('the vector files', () => {
  const generated = vectorFiles();

  it.each(
    Object.keys(generated) as (keyof VectorFiles)[],
  )('%s is what its source gives', (name) => {
    expect(vectorFile(name)).toEqual(JSON.parse(JSON.stringify(generated[name])));
  });

  it('are all generated', () => {
    const committed = readdirSync(VECTORS).filter((name) => name.endsWith('.json'));
    expect(committed.sort()).toEqual(Object.keys(generated).sort());
  });

  it('name every vector once in its file and for its result', () => {
    for (const { vectors } of Object.values(generated)) {
      const names = vectors.map(
        (vector) => `${'error' in vector ? vector.error : ''} ${vector.name}`,
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('show every refusal that needs nothing but the bytes', () => {
    const shown = new Set(
      Object.values(generated).flatMap(({ vectors }) =>
        vectors.flatMap((vector) => ('error' in vector ? [vector.error] : [])),
      ),
    );
    const stateless =
      /^(PASSWORD|CONNECT_SEAL|BOOT_ID|PACKET|ENVELOPE|KEY_|SEAL_|FRAME_|EVENT_|IDENTITY|ENUM|FIELD|LINE)/;
    expect([...shown].sort()).toEqual(
      Object.keys(PROTOCOL_ERRORS)
        .filter((code) => stateless.test(code))
        .sort(),
    );
  });
});

describe('seals.json', () => {
  it.each(vectorFile('seals.json').vectors)('$name', (vector) => {
    const { purpose, keyVersion, deviceId, session, number } = vector;
    const covered = sealedBytes(
      purpose,
      keyVersion,
      deviceId,
      session,
      number,
      unhex(vector.frame),
    );
    expect(hex(covered)).toBe(vector.covered);
    const key = unhex(vector.key);
    expect(hex(hmacSha256(sha256, key, covered)).slice(0, 32)).toBe(vector.mac);
    expect(createHmac('sha256', key).update(covered).digest('hex').slice(0, 32)).toBe(vector.mac);
  });
});

describe('keys.json', () => {
  it.each(vectorFile('keys.json').vectors)('$name', (vector) => {
    const { newVersion, nonce, covered, newKey } = vector;
    const old = { version: 1, secret: unhex(vector.oldKey) };
    const next = deriveKey(old, newVersion, unhex(nonce));
    expect({ version: next.version, key: hex(next.secret) }).toEqual({
      version: newVersion,
      key: newKey,
    });
    expect(hex(hmacSha256(sha256, old.secret, unhex(covered)))).toBe(newKey);
  });
});

describe('envelopes.json', () => {
  const file = vectorFile('envelopes.json');

  it.each(file.vectors)('$error $name', ({ direction, deviceId, envelope, opened, error }) => {
    const keys = keysOf(file, deviceId);
    const bytes = unhex(envelope);
    const result = openEnvelope(purposeOf(direction), keys, deviceId, bytes);
    const onDevice = openOnDevice(direction, keys, deviceId, bytes);
    if (opened === undefined) {
      expect(result).toMatchObject({ ok: false, error: { code: error } });
      expect(onDevice).toBeNull();
    } else {
      const { keyVersion, session, number, frame } = opened;
      const expected = { keyVersion, session, number };
      expect(result).toMatchObject({ ok: true, value: expected });
      expect(hex((result as { value: { frame: Uint8Array } }).value.frame)).toBe(frame);
      expect(onDevice).toMatchObject(expected);
      expect(hex(onDevice?.frame ?? [])).toBe(frame);
      const key = keys.find((held) => held.version === keyVersion)!;
      const sealed = sealFrame(purposeOf(direction), key, deviceId, session, number, unhex(frame));
      expect(envelope.startsWith(hex(sealed))).toBe(true);
    }
  });
});

describe('passwords.json', () => {
  const file = vectorFile('passwords.json');

  it.each(file.vectors)('$error $name', ({ deviceId, password, claim, error }) => {
    const keys = keysOf(file, deviceId);
    const result = openPassword(keys, deviceId, password);
    if (claim === undefined) {
      expect(result).toMatchObject({ ok: false, error: { code: error } });
    } else {
      const { session, pending, keyVersion } = claim;
      const key = keys.find((held) => held.version === keyVersion)!;
      expect(result).toEqual({ ok: true, value: { session, pending, key } });
      const made = connectPassword(sha256, key.secret, key.version, deviceId, session, pending);
      expect(made).toBe(password);
    }
  });
});

describe('uplinks.json', () => {
  const { vectors } = vectorFile('uplinks.json');

  it.each(vectors)('$error $name', ({ session, frame, message, error, identity }) => {
    const result = decodeUplink(unhex(frame), session);
    if (message === undefined) {
      expect(result).toMatchObject({ ok: false, error: { code: error }, identity });
    } else expect(result).toEqual({ ok: true, value: message });
  });

  it.each(vectors.filter((vector) => vector.canonical))('a device writes: $name', (vector) => {
    expect(hex(encodeUplink(vector.message as Uplink))).toBe(vector.frame);
  });
});

/** The message with its bytes as bytes: JSON has them as hex. */
function revived(message: Downlink | undefined): Downlink | null {
  if (message?.kind === 'update') {
    const step = { ...message.step } as Record<string, unknown>;
    for (const name of ['sha256', 'data', 'mac']) {
      if (name in step) step[name] = unhex(step[name] as string);
    }
    return { ...message, step } as Downlink;
  }
  if (message?.kind !== 'command' || message.action.kind !== 'rotate_key') return message ?? null;
  const nonce = unhex(message.action.nonce as unknown as string);
  return { ...message, action: { ...message.action, nonce } };
}

describe('downlinks.json', () => {
  const { vectors } = vectorFile('downlinks.json');

  it.each(vectors)('$name', ({ frame, message, refused }) => {
    expect(decodeDownlink(unhex(frame))).toEqual(refused ? null : revived(message));
  });

  it.each(vectors.filter((vector) => vector.canonical))('a gateway writes: $name', (vector) => {
    const message = revived(vector.message) as Parameters<typeof encodeDownlink>[0];
    expect(hex(encodeDownlink(message))).toBe(vector.frame);
  });
});

describe('lines.json', () => {
  const { vectors } = vectorFile('lines.json');

  it.each(vectors)('$error $name', ({ line, words, error, name }) => {
    const result = decodeLine(line);
    if (words === undefined) expect(result).toMatchObject({ ok: false, error: { code: error } });
    else expect(result).toEqual({ ok: true, value: words });
    // The device sees bytes and therefore can't tell whether they are UTF-8.
    const onDevice = decodeByteLine(line);
    expect(onDevice.ok).toBe(words !== undefined || name === 'a word that is not UTF-8');
  });

  it.each(vectors.filter((vector) => vector.canonical))('an encoder writes: $name', (vector) => {
    expect(encodeLine(vector.words ?? [])).toEqual({ ok: true, value: vector.line });
  });
});
