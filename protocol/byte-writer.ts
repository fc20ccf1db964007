// Protobuf's wire format into bytes of a known size: on the gateway, where a downlink follows every press.

const WIRE_VARINT = 0;
const WIRE_BYTES = 2;

/** How many bytes `ByteWriter.uint` writes for a field below 16. */
export function sizeOfUint(value: number): number {
  if (value === 0) return 0;
  let size = 2;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}

export class ByteWriter {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** No more than `size` bytes may be written. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  /** Not written when it is 0, as proto3 does it. */
  uint(field: number, value: number): void {
    if (value === 0) return;
    this.#varint(field * 8 + WIRE_VARINT);
    this.#varint(value);
  }

  /** The beginning of what has a length. */
  tag(field: number, length: number): void {
    this.#varint(field * 8 + WIRE_BYTES);
    this.#varint(length);
  }

  /** The first `length` of these bytes. */
  data(field: number, bytes: Uint8Array, length: number): void {
    this.tag(field, length);
    for (let i = 0; i < length; i++) this.#bytes[this.#at++] = bytes[i] as number;
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#at++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#at++] = rest;
  }
}
