// The PUBLISH packet of a downlink, QoS 0, as one buffer: one write, and nothing of Aedes' routing.

/** `topic` is ASCII. MQTT 3.1.1, 3.3; up to 16,383 bytes, of which a downlink has at most 600. */
export function downlinkPacket(topic: string, payload: Uint8Array): Buffer {
  const length = 2 + topic.length + payload.length;
  const isLong = length > 127;
  const at = isLong ? 3 : 2;
  const packet = Buffer.allocUnsafe(at + length);
  packet[0] = 0x30;
  packet[1] = isLong ? (length & 127) | 128 : length;
  if (isLong) packet[2] = length >> 7;
  packet.writeUInt16BE(topic.length, at);
  packet.write(topic, at + 2, 'latin1');
  packet.set(payload, at + 2 + topic.length);
  return packet;
}
