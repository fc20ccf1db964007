// Every key and value of one moment of the journal, as they stand; in memory, as bytes for a socket, and as a checksum.
import { createHash, type Hash } from 'node:crypto';
import { pagesOf } from '../pages.ts';
import type { Level } from '../recovering-level.ts';

export type Row = [key: Buffer, value: Buffer];

/** How much is read at one time: a red press that is being written waits for no more than this. */
const CHUNK_BYTES = 64 * 1024;
const CHUNK_ROWS = 1_000;

/** Before each row: the lengths of key and value. A key length of END closes the stream; its value length counts rows. */
const HEAD_BYTES = 8;
const END = 0xffff_ffff;

/** All rows in the order of their keys, as they were when the first chunk was asked for, whatever is written meanwhile. */
export function rowsOf(level: Level): AsyncGenerator<Row[]> {
  const open = () =>
    level.iterator<Buffer, Buffer>({
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
      highWaterMarkBytes: CHUNK_BYTES,
    });
  return pagesOf(open, CHUNK_ROWS);
}

export async function* encodeRows(chunks: AsyncIterable<Row[]>): AsyncGenerator<Buffer> {
  let count = 0;
  for await (const rows of chunks) {
    count += rows.length;
    yield Buffer.concat(
      rows.flatMap(([key, value]) => [headOf(key.length, value.length), key, value]),
    );
  }
  yield headOf(END, count);
}

/** The rows of a stream that `encodeRows` made. Throws when it was cut off or is something else. */
export async function* decodeRows(stream: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
  let rest: Buffer = Buffer.alloc(0);
  let count = 0;
  for await (const bytes of stream) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const rows: Row[] = [];
    let at = 0;
    while (rest.length - at >= HEAD_BYTES) {
      const keyLength = rest.readUInt32BE(at);
      const valueLength = rest.readUInt32BE(at + 4);
      if (keyLength === END) {
        count += rows.length;
        if (valueLength !== count || rest.length !== at + HEAD_BYTES) {
          throw new Error('the rows that came are not those that were sent');
        }
        yield rows;
        return;
      }
      const value = at + HEAD_BYTES + keyLength;
      if (rest.length < value + valueLength) break;
      rows.push([rest.subarray(at + HEAD_BYTES, value), rest.subarray(value, value + valueLength)]);
      at = value + valueLength;
    }
    rest = rest.subarray(at);
    count += rows.length;
    if (rows.length > 0) yield rows;
  }
  throw new Error('the stream ended before its last row');
}

/** SHA-256 over all rows in their order, each with its lengths. */
export class Checksum {
  readonly #hash: Hash = createHash('sha256');
  rows = 0;

  add(rows: readonly Row[]): void {
    for (const [key, value] of rows) {
      this.#hash.update(headOf(key.length, value.length)).update(key).update(value);
    }
    this.rows += rows.length;
  }

  /** Hex. Only once. */
  end(): string {
    return this.#hash.digest('hex');
  }
}

export async function checksumOf(level: Level): Promise<{ rows: number; sha256: string }> {
  const checksum = new Checksum();
  for await (const rows of rowsOf(level)) checksum.add(rows);
  return { rows: checksum.rows, sha256: checksum.end() };
}

function headOf(keyLength: number, valueLength: number): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeUInt32BE(keyLength, 0);
  head.writeUInt32BE(valueLength, 4);
  return head;
}
