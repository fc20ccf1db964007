// Updates of the firmware: the steps as whoever has memory for it reads them, and what the mac of the last one covers. A
// board reads each step by itself, in the script that carries it out.
import {
  UPDATE_CHUNK_BYTES,
  type Update,
  type UpdateChunk,
  type UpdateOffer,
  type UpdateStep,
} from '../messages.ts';
import { MAC_BYTES, PURPOSE_UPDATE, putUint32, sealedBytes } from './envelope.ts';
import { textOf, WireReader } from './wire.ts';

const SHA256_BYTES = 32;
const MAX_TEXT = 32;

/** What a finish must prove that the gateway wants. */
export type UpdateTerms = Pick<UpdateOffer, 'version' | 'bytes' | 'sha256' | 'older'>;

/** Names an image in all steps but the offer: the first 4 bytes of its SHA-256, the most significant first. */
export function imageIdOf(sha256: Uint8Array): number {
  let id = 0;
  for (let i = 0; i < 4; i++) id = id * 256 + (sha256[i] as number);
  return id;
}

/**
 * The bytes that the mac of a finish covers: purpose, key_version and device_id as in every seal, session 0/0, number
 * 0, and in place of the frame `bytes` (4), `older` (1), SHA-256 (32) and the version.
 */
export function updateBytes(keyVersion: number, deviceId: string, terms: UpdateTerms): Uint8Array {
  const version = terms.version;
  const content = new Uint8Array(5 + SHA256_BYTES + version.length);
  putUint32(content, 0, terms.bytes);
  content[4] = terms.older ? 1 : 0;
  content.set(terms.sha256, 5);
  for (let i = 0; i < version.length; i++) {
    content[5 + SHA256_BYTES + i] = version.charCodeAt(i) & 255;
  }
  const none = { bootId: 0, connectNo: 0 };
  return sealedBytes(PURPOSE_UPDATE, keyVersion, deviceId, none, 0, content);
}

function isName(text: string): boolean {
  if (text.length === 0 || text.length > MAX_TEXT) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 33 || code > 126) return false;
  }
  return true;
}

function readOffer(reader: WireReader): UpdateOffer | null {
  let version = '';
  let bytes = 0;
  let sha256: Uint8Array = new Uint8Array(0);
  let older = false;
  let board = '';
  while (reader.next()) {
    if (reader.isData(1)) version = textOf(reader.data());
    else if (reader.isVarint(2)) bytes = reader.value;
    else if (reader.isData(3)) sha256 = reader.data();
    else if (reader.isVarint(4)) older = reader.value !== 0;
    else if (reader.isData(5)) board = textOf(reader.data());
  }
  if (reader.failed || bytes === 0 || sha256.length !== SHA256_BYTES) return null;
  if (!isName(version) || !isName(board)) return null;
  return {
    kind: 'offer',
    version: version,
    bytes: bytes,
    sha256: sha256,
    older: older,
    board: board,
  };
}

function readChunk(reader: WireReader): UpdateChunk | null {
  let image = 0;
  let offset = 0;
  let data: Uint8Array = new Uint8Array(0);
  while (reader.next()) {
    if (reader.isVarint(1)) image = reader.value;
    else if (reader.isVarint(2)) offset = reader.value;
    else if (reader.isData(3)) data = reader.data();
  }
  if (reader.failed || offset % UPDATE_CHUNK_BYTES !== 0) return null;
  if (data.length === 0 || data.length > UPDATE_CHUNK_BYTES) return null;
  return { kind: 'chunk', image: image, offset: offset, data: data };
}

/** A finish, or a back, which has no mac. */
function readLast(field: number, reader: WireReader): UpdateStep | null {
  let image = 0;
  let mac: Uint8Array = new Uint8Array(0);
  while (reader.next()) {
    if (reader.isVarint(1)) image = reader.value;
    else if (reader.isData(2)) mac = reader.data();
  }
  if (reader.failed) return null;
  if (field === 11) return { kind: 'back', image: image };
  return mac.length === MAC_BYTES ? { kind: 'finish', image: image, mac: mac } : null;
}

function readStep(field: number, reader: WireReader): UpdateStep | null {
  if (field === 8) return readOffer(reader);
  return field === 9 ? readChunk(reader) : readLast(field, reader);
}

/** The update in a Downlink frame; null when it is damaged, out of range, or there is none. */
export function decodeUpdate(frame: Uint8Array): Update | null {
  let update: Update | null = null;
  const reader = new WireReader(frame, 0, frame.length);
  while (reader.next()) {
    if (!reader.isData(12)) continue;
    let step: UpdateStep | null = { kind: 'unknown' };
    const inner = reader.inner();
    while (inner.next()) {
      if (inner.wire !== 2 || inner.field < 8 || inner.field > 11) continue;
      step = readStep(inner.field, inner.inner());
      if (step === null) return null;
    }
    if (inner.failed) return null;
    update = { kind: 'update', step: step };
  }
  return reader.failed ? null : update;
}
