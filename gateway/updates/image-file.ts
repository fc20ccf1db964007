// The file of a firmware image: one line of JSON about it, and behind it the payload as it lies in a slot of a device.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import { UPDATE } from '../messages/update.ts';

/** What is told of an image, without its bytes. */
export interface ImageFacts {
  version: string;
  /** What the name of a board must begin with: one of them. */
  boards: readonly string[];
  /** Of the payload. */
  bytes: number;
  /** Of the payload, 64 hex digits: names the image. */
  sha256: string;
  /** In the order in which they lie in the payload. */
  scripts: readonly { name: string; bytes: number; sha256: string }[];
}

export interface Image extends ImageFacts {
  payload: Uint8Array;
}

/** Payload of an image in bytes, at most: no slot of a board is larger. */
export const MAX_PAYLOAD_BYTES = 262_144;
/** The line in front of it, with its end. */
const MAX_HEAD_BYTES = 8_192;
export const MAX_IMAGE_BYTES = MAX_HEAD_BYTES + MAX_PAYLOAD_BYTES;

const FORMAT = 1;
const LINE_END = 0x0a;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Bytes = z.int().min(1).max(MAX_PAYLOAD_BYTES);

const Head = z.strictObject({
  format: z.int().min(1),
  version: z
    .string()
    .max(32)
    .regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}([-+.][0-9A-Za-z.+-]+)?$/),
  boards: z
    .array(z.string().regex(/^[!-~]{1,32}$/))
    .min(1)
    .max(16),
  bytes: Bytes,
  sha256: Sha256,
  scripts: z
    .array(
      z.strictObject({ name: z.string().regex(/^[\w.]{1,28}$/), bytes: Bytes, sha256: Sha256 }),
    )
    .min(1)
    .max(32),
  /** SHA-256 of the line up to this field: so that no flipped bit makes another version of it. */
  check: Sha256,
});

/** What the line ends with, and in front of it what `check` covers. */
const CHECKED = /^(.*),"check":"([0-9a-f]{64})"\}$/;

/**
 * The image in the bytes of a file, with every hash compared. Errors: IMAGE_MALFORMED, IMAGE_UNSUPPORTED,
 * IMAGE_DAMAGED, IMAGE_TOO_LARGE.
 */
export function readImage(file: Uint8Array): Image {
  if (file.length > MAX_IMAGE_BYTES) {
    throw new GatewayError('IMAGE_TOO_LARGE', UPDATE.imageBytes(file.length, MAX_IMAGE_BYTES));
  }
  const end = file.subarray(0, MAX_HEAD_BYTES).indexOf(LINE_END);
  if (end === -1) throw new GatewayError('IMAGE_MALFORMED', UPDATE.noHead);
  const { format: _format, check: _check, ...facts } = readHead(file.subarray(0, end));
  const payload = file.subarray(end + 1);
  if (payload.length !== facts.bytes) {
    throw new GatewayError('IMAGE_DAMAGED', UPDATE.payloadBytes(payload.length, facts.bytes));
  }
  if (sha256Of(payload) !== facts.sha256) {
    throw new GatewayError('IMAGE_DAMAGED', UPDATE.payloadHash);
  }
  compareScripts(facts, payload);
  return { ...facts, payload };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readHead(line: Uint8Array): z.output<typeof Head> {
  // All of it is ASCII, so that a byte is a character; what isn't is in no field that passes.
  const text = Buffer.from(line).toString('latin1');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new GatewayError('IMAGE_MALFORMED', UPDATE.noHead);
  }
  // Another format may have other fields, and says so before they are looked at.
  const { format } = (value ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > FORMAT) {
    throw new GatewayError('IMAGE_UNSUPPORTED', UPDATE.format(String(format), FORMAT));
  }
  const [, checked = '', check] = CHECKED.exec(text) ?? [];
  if (check === undefined) throw new GatewayError('IMAGE_MALFORMED', UPDATE.noCheck);
  if (sha256Of(Buffer.from(checked, 'latin1')) !== check) {
    throw new GatewayError('IMAGE_DAMAGED', UPDATE.headHash);
  }
  const read = Head.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new GatewayError('IMAGE_MALFORMED', UPDATE.headField(issue?.path.join('.') ?? ''));
}

/** The payload begins with its own table, by which the device finds the scripts: it must be that of the head. */
function compareScripts({ scripts }: ImageFacts, payload: Uint8Array): void {
  const end = payload.indexOf(LINE_END);
  const index = Buffer.from(payload.subarray(0, Math.max(end, 0))).toString('latin1');
  const wanted = scripts.map(({ name, bytes }) => `${name}:${bytes}`);
  if (index !== wanted.join(' ')) throw new GatewayError('IMAGE_DAMAGED', UPDATE.index);
  let from = end + 1;
  for (const { name, bytes, sha256 } of scripts) {
    if (sha256Of(payload.subarray(from, from + bytes)) !== sha256) {
      throw new GatewayError('IMAGE_DAMAGED', UPDATE.scriptHash(name));
    }
    from += bytes;
  }
  if (from !== payload.length) throw new GatewayError('IMAGE_DAMAGED', UPDATE.index);
}
