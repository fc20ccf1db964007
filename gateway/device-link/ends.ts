// Why a connection ended, from the error that Aedes gives: ordinary, counted already, or somebody's fault.
import { UNREAD } from './connection.ts';
import { Refusal, type RefusalCode } from './refusals.ts';

/** How connections end without anybody's fault, as Aedes says it. */
const ORDINARY_ENDS = new Set(['keep alive timeout', 'connection closed', 'drain timeout']);

/** What Aedes and our own sockets say, where it isn't simply bad MQTT. */
const CODES: Record<string, RefusalCode> = {
  'unacceptable protocol version': 'MQTT_VERSION',
  [UNREAD]: 'DOWNLINK_UNREAD',
};

/** The code to count, or undefined. */
export function codeOfEnd(error: Error): RefusalCode | undefined {
  const isCounted = error instanceof Refusal;
  // The system's own: the line is gone.
  const isOrdinary = 'code' in error && typeof error.code === 'string';
  if (isCounted || isOrdinary || ORDINARY_ENDS.has(error.message)) return undefined;
  return CODES[error.message] ?? 'MQTT_ERROR';
}
