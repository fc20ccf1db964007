// The row of one device as text: its newest session and what its newest boot has sent.
import type { DeviceState } from '../domain/dedupe-window.ts';

export function deviceRow({ session, newest, bits }: DeviceState): string {
  return `${session.bootId},${session.connectNo},${newest.bootId},${newest.seq},${bits}`;
}

export function parseDeviceRow(text: string): DeviceState {
  const [sessionBoot = 0, connectNo = 0, bootId = 0, seq = 0, bits = 0] = text
    .split(',')
    .map(Number);
  return { session: { bootId: sessionBoot, connectNo }, newest: { bootId, seq }, bits };
}

export function emptyDevice(): DeviceState {
  return { session: { bootId: 0, connectNo: 0 }, newest: { bootId: 0, seq: 0 }, bits: 0 };
}
