// Refusals: each one is counted under its code and logged with it, but never with content.
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import type { GatewayErrorCode } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';

export type RefusalCode = ProtocolErrorCode | GatewayErrorCode;

/** What somebody may be trying on purpose; the rest are mistakes. */
const SECURITY_EVENTS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'CONNECT_REPLAYED',
  'CONNECT_SEAL_WRONG',
  'DEVICE_BLOCKED',
  'SEAL_WRONG',
  'SESSION_WRONG',
  'NUMBER_REPLAYED',
  'TOPIC_WRONG',
  'SUBSCRIPTION_WRONG',
]);

/** Lines of one code in a minute. Whoever floods must not fill the disk with what is said about it. */
const LINES_PER_MINUTE = 100;
const MINUTE = 60_000;

interface Tally {
  count: number;
  minute: number;
  lines: number;
  unsaid: number;
}

/** An error that Aedes answers by closing the connection, with the code that was counted for it. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

export class Refusals {
  readonly #log: Log;
  readonly #monotonic: () => number;
  readonly #tallies = new Map<RefusalCode, Tally>();

  constructor(log: Log, monotonic: () => number = () => performance.now()) {
    this.#log = log;
    this.#monotonic = monotonic;
  }

  /** `deviceId` as claimed; an attacker's claim is cut and shown only when it could be one. */
  count(code: RefusalCode, deviceId: string | undefined, detail = ''): void {
    const unsaid = this.#lineOf(code);
    if (unsaid === undefined) return;
    const device = deviceId && /^[\w-]{1,32}$/.test(deviceId) ? deviceId : undefined;
    this.#log.warn(
      {
        code,
        ...(device ? { device } : {}),
        ...(detail ? { detail } : {}),
        ...(unsaid > 0 ? { unsaid } : {}),
        ...(SECURITY_EVENTS.has(code) ? { security: true } : {}),
      },
      'refused',
    );
  }

  /** How often each code was counted since the start. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#tallies].map(([code, { count }]) => [code, count]));
  }

  /** Counts; returns how many lines were left out before this one, or undefined when it is left out too. */
  #lineOf(code: RefusalCode): number | undefined {
    const minute = Math.floor(this.#monotonic() / MINUTE);
    const tally = this.#tallies.get(code) ?? { count: 0, minute, lines: 0, unsaid: 0 };
    this.#tallies.set(code, tally);
    tally.count++;
    if (tally.minute !== minute) Object.assign(tally, { minute, lines: 0 });
    if (tally.lines >= LINES_PER_MINUTE) {
      tally.unsaid++;
      return undefined;
    }
    tally.lines++;
    const { unsaid } = tally;
    tally.unsaid = 0;
    return unsaid;
  }
}
