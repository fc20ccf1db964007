// Unpacks Snappy (its format_description.txt), in which LevelDB packs the blocks of its tables.

/** Throws a RangeError when the bytes are not Snappy. */
export function unsnap(packed: Buffer): Buffer {
  let at = 0;
  const little = (bytes: number) => {
    const value = packed.readUIntLE(at, bytes);
    at += bytes;
    return value;
  };
  let length = 0;
  for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
    byte = little(1);
    length += (byte & 0x7f) * 2 ** shift;
  }
  // Snappy makes nothing smaller than a 21st part.
  if (length > packed.length * 32) throw new RangeError('not Snappy: longer than it can be');
  const out = Buffer.alloc(length);
  let end = 0;
  while (at < packed.length) {
    const tag = little(1);
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >>> 2;
      const count = (short < 60 ? short : little(short - 59)) + 1;
      if (at + count > packed.length || end + count > length) throw new RangeError('not Snappy');
      packed.copy(out, end, at, at + count);
      at += count;
      end += count;
    } else {
      const count = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
      const back = kind === 1 ? ((tag >>> 5) << 8) + little(1) : little(kind === 2 ? 2 : 4);
      if (back === 0 || back > end || end + count > length) throw new RangeError('not Snappy');
      // Byte by byte: what is copied may reach into itself.
      for (const until = end + count; end < until; end++) out[end] = out[end - back] as number;
    }
  }
  if (end !== length) throw new RangeError('not Snappy: shorter than it says');
  return out;
}
