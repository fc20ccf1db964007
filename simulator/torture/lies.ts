// A platform that lies: it reports on calls that it never had, with signatures of nobody, and stages out of order.
import { Webhook } from 'standardwebhooks';
import { signedHeaders } from '#gateway/system/signed-headers.ts';
import type { Random } from '../scenario/random.ts';

const STAGES = ['accepted', 'answered', 'dispatched', 'closed'];
const EVERY_MS = 500;
const WITHIN_MS = 2_000;

export interface LiarOptions {
  /** The gateway's HTTP address. */
  gateway: () => string;
  secret: string;
  random: Random;
  /** A device_id of the run. */
  deviceId: () => string;
}

/** None of what it says may move a call: the audit would see a light that lies, or a call under another name. */
export class Liar {
  readonly #options: LiarOptions;
  #timer: NodeJS.Timeout | undefined;
  /** Status by status, how its lies were answered. 200 must not be among them. */
  readonly answers = new Map<number, number>();

  constructor(options: LiarOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#lie(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #lie(): Promise<void> {
    const { gateway, secret, random, deviceId } = this.#options;
    const isForged = random() < 0.5;
    // Nobody presses so often.
    const callId = `${deviceId()}.1.${3_000_000_000 + Math.floor(random() * 1_000_000)}`;
    const stage = STAGES[Math.floor(random() * STAGES.length)];
    const body = random() < 0.1 ? '{"call_id":' : JSON.stringify({ call_id: callId, stage });
    const now = new Date();
    const signer = new Webhook(
      isForged ? `whsec_${Buffer.alloc(32, 9).toString('base64')}` : secret,
    );
    try {
      const { status } = await fetch(`${gateway()}/v1/reports`, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(WITHIN_MS),
        headers: signedHeaders([signer], callId, now, body),
      });
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    } catch {
      // It is dead at this moment.
    }
  }
}
