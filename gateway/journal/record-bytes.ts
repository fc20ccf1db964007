// The bytes of one record of the log, put together from the JSON of its entries.

/** A group of entries, of which each character may take three bytes. */
const USUAL_BYTES = 3 * 256 * 1024;
const COMMA = ','.charCodeAt(0);

/**
 * Writes each entry where it belongs. To join them to one string and hand that to LevelDB takes five times as long: V8
 * copies the pieces character by character, and Node encodes the whole once to count its bytes and once to have them.
 */
export class RecordBytes {
  #bytes = Buffer.allocUnsafeSlow(USUAL_BYTES);

  /** `at`: UTC milliseconds. The JSON of a LogRecord in UTF-8, good until the next call. */
  of(at: number, entries: readonly string[]): Uint8Array {
    const head = `{"at":${at},"entries":[`;
    const characters = entries.reduce((sum, { length }) => sum + length + 1, head.length + 2);
    if (characters * 3 > this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafeSlow(characters * 3);
    }
    const bytes = this.#bytes;
    let end = bytes.write(head);
    for (const entry of entries) {
      end += bytes.write(entry, end);
      bytes[end++] = COMMA;
    }
    // Over the last comma.
    end += bytes.write(']}', end - 1) - 1;
    return bytes.subarray(0, end);
  }
}
