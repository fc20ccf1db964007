// Protobuf's wire format for the few types that the protocol uses: uint32, sint32, bool, string, bytes.
// Arithmetic instead of shifts, because shifts end at 31 bits.

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

/** Collects bytes. Fields that are 0, false or empty are not written, as proto3 does it. */
export class WireWriter {
  bytes: number[];

  constructor() {
    this.bytes = [];
  }

  varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.bytes.push(rest);
  }

  uint(field: number, value: number): void {
    if (value === 0) return;
    this.varint(field * 8 + WIRE_VARINT);
    this.varint(value);
  }

  /** sint32: zigzag, so that small negative numbers stay short. */
  sint(field: number, value: number): void {
    this.uint(field, value < 0 ? -value * 2 - 1 : value * 2);
  }

  bool(field: number, value: boolean): void {
    this.uint(field, value ? 1 : 0);
  }

  data(field: number, value: ArrayLike<number>): void {
    this.varint(field * 8 + WIRE_BYTES);
    this.varint(value.length);
    for (let i = 0; i < value.length; i++) this.bytes.push(value[i] as number);
  }

  /** ASCII only: what a device names itself. */
  text(field: number, value: string): void {
    if (value.length === 0) return;
    this.varint(field * 8 + WIRE_BYTES);
    this.varint(value.length);
    for (let i = 0; i < value.length; i++) this.bytes.push(value.charCodeAt(i) & 127);
  }

  /** A message inside, written even when empty: its presence is the news. */
  message(field: number, inner: WireWriter): void {
    this.data(field, inner.bytes);
  }
}

/** Bytes as text of the same char codes. */
export function textOf(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/**
 * Walks over the fields of one message: call `next`, then read `field` and the value of its type.
 * Never throws: on damage `failed` is true and `next` answers false.
 */
export class WireReader {
  source: Uint8Array;
  at: number;
  end: number;
  failed: boolean;
  field: number;
  wire: number;
  /** Value of a varint field. */
  value: number;
  /** Where the value of a length-delimited field lies in `source`. */
  from: number;
  to: number;

  constructor(source: Uint8Array, from: number, to: number) {
    this.source = source;
    this.at = from;
    this.end = to;
    this.failed = false;
    this.field = 0;
    this.wire = 0;
    this.value = 0;
    this.from = 0;
    this.to = 0;
  }

  next(): boolean {
    if (this.failed || this.at >= this.end) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.wire = tag % 8;
    if (this.wire === WIRE_VARINT) {
      this.value = this.varint();
    } else if (this.wire === WIRE_BYTES) {
      const length = this.varint();
      this.from = this.at;
      this.to = this.at + length;
      this.skip(length);
    } else if (this.wire === WIRE_FIXED32) {
      this.skip(4);
    } else if (this.wire === WIRE_FIXED64) {
      this.skip(8);
    } else {
      this.failed = true;
    }
    if (this.field === 0) this.failed = true;
    return !this.failed;
  }

  /** A field whose wire type isn't the expected one counts as unknown, as protobuf has it. */
  isVarint(field: number): boolean {
    return this.field === field && this.wire === WIRE_VARINT;
  }

  isData(field: number): boolean {
    return this.field === field && this.wire === WIRE_BYTES;
  }

  /** The value of a length-delimited field as a reader of its own. */
  inner(): WireReader {
    return new WireReader(this.source, this.from, this.to);
  }

  /** A copy of a length-delimited field. */
  data(): Uint8Array {
    const copy = new Uint8Array(this.to - this.from);
    for (let i = 0; i < copy.length; i++) copy[i] = this.source[this.from + i] as number;
    return copy;
  }

  skip(length: number): void {
    if (length > this.end - this.at) this.failed = true;
    else this.at += length;
  }

  /** Up to ten bytes, as protobuf sends negative numbers; only the low 32 bits count, as for uint32. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) break;
      const byte = this.source[this.at] as number;
      this.at++;
      if (i < 4) value += (byte & 127) * scale;
      else if (i === 4) value += (byte & 15) * scale;
      scale *= 128;
      if (byte < 128) return value;
    }
    this.failed = true;
    return 0;
  }
}
