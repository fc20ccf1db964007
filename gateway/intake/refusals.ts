// Refusals: each one is counted under its code and logged with it, but never with content.
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import type { GatewayErrorCode } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';

export type RefusalCode = ProtocolErrorCode | GatewayErrorCode;

/** What somebody may be trying on purpose; the rest are mistakes. */
const SECURITY_EVENTS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  ...(['CONNECT_REPLAYED', 'CONNECT_SEAL_WRONG', 'DEVICE_BLOCKED', 'SEAL_WRONG'] as const),
  ...(['SESSION_WRONG', 'NUMBER_REPLAYED', 'TOPIC_WRONG', 'SUBSCRIPTION_WRONG'] as const),
]);

export class Refusals {
  readonly #log: Log;
  readonly #counts = new Map<RefusalCode, number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** `deviceId` as claimed; an attacker's claim is cut and shown only when it could be one. */
  count(code: RefusalCode, deviceId: string | undefined, detail = ''): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    const device = deviceId && /^[\w-]{1,32}$/.test(deviceId) ? deviceId : undefined;
    const fields = { code, ...(device ? { device } : {}), ...(detail ? { detail } : {}) };
    this.#log.warn(SECURITY_EVENTS.has(code) ? { ...fields, security: true } : fields, 'refused');
  }

  /** How often each code was counted since the start. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
