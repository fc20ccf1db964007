// Cuts what a socket read into MQTT packets without copying them: thousands of devices share one read buffer.

/** Nothing that a gateway sends is longer: an envelope has at most 512 bytes. */
const MAX_REMAINING_LENGTH = 2_048;
export const NOTHING: Uint8Array = new Uint8Array(0);

export interface PacketSink {
  /** `first` is the packet's first byte (2.2.1); its body lies in `bytes`, good only during the call. */
  packet(first: number, bytes: Uint8Array, from: number, to: number): void;
}

/**
 * Hands every whole packet in `rest` and `chunk` to the sink. Returns a copy of what is left over for the
 * next call, NOTHING mostly, or null when the bytes can't be MQTT or a packet is too long.
 */
export function takePackets(
  sink: PacketSink,
  rest: Uint8Array,
  chunk: Uint8Array,
): Uint8Array | null {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  let at = 0;
  while (at < bytes.length) {
    // 2.2.3: seven bits to a byte, lowest first, at most four bytes.
    let length = 0;
    let scale = 1;
    let from = at + 1;
    let byte = 128;
    while (from < bytes.length && byte > 127) {
      byte = bytes[from] as number;
      length += (byte & 127) * scale;
      scale *= 128;
      from++;
      if (length > MAX_REMAINING_LENGTH || (byte > 127 && scale > 2_097_152)) return null;
    }
    if (byte > 127 || from + length > bytes.length)
      return Uint8Array.prototype.slice.call(bytes, at);
    sink.packet(bytes[at] as number, bytes, from, from + length);
    at = from + length;
  }
  return NOTHING;
}

/** 3.3: QoS 1, not retained, never DUP, because every transmission is a message of its own. */
export function encodePublish(packetId: number, topic: string, payload: Uint8Array): Buffer {
  const length = 4 + topic.length + payload.length;
  const lengthBytes = length > 127 ? 2 : 1;
  const packet = Buffer.allocUnsafe(1 + lengthBytes + length);
  packet[0] = 0x32;
  packet[1] = lengthBytes === 2 ? (length & 127) | 128 : length;
  if (lengthBytes === 2) packet[2] = length >> 7;
  let at = 1 + lengthBytes;
  packet[at] = 0;
  packet[at + 1] = topic.length;
  at += 2 + packet.write(topic, at + 2, 'latin1');
  packet[at] = packetId >> 8;
  packet[at + 1] = packetId & 255;
  packet.set(payload, at + 2);
  return packet;
}
