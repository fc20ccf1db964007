// Cuts a stream of bytes into MQTT packets (MQTT 3.1.1, 2.2: a type, a remaining length of up to four bytes, the rest).

/** The whole packets at the start of `bytes`, and what is left. */
export function takePackets(bytes: Buffer): { packets: Buffer[]; rest: Buffer } {
  const packets: Buffer[] = [];
  let from = 0;
  for (;;) {
    const length = packetLength(bytes, from);
    if (length === undefined || from + length > bytes.length) {
      return { packets, rest: bytes.subarray(from) };
    }
    packets.push(bytes.subarray(from, from + length));
    from += length;
  }
}

/** Undefined when its length is not there yet. */
function packetLength(bytes: Buffer, from: number): number | undefined {
  let remaining = 0;
  for (let place = 0; place < 4; place++) {
    const byte = bytes[from + 1 + place];
    if (byte === undefined) return undefined;
    remaining += (byte & 127) * 128 ** place;
    if (byte < 128) return 2 + place + remaining;
  }
  throw new Error('a device sent a length that MQTT does not know');
}
