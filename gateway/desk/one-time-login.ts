// A login by a link, good once and for some minutes: for the demo, which knows nobody's password. Off unless it is asked for.
import { createHash, randomBytes } from 'node:crypto';
import type { Sessions } from './sessions.ts';

const LASTS_MS = 10 * 60_000;
const TOKEN_BYTES = 32;
/** More are not waiting at one time; the oldest is forgotten. */
const MAX_WAITING = 100;

interface Waiting {
  name: string;
  until: number;
}

export class OneTimeLogins {
  readonly #sessions: Pick<Sessions, 'add' | 'login'>;
  readonly #monotonic: () => number;
  /** By the hash of the token: nothing of what is in memory logs anybody in. */
  readonly #waiting = new Map<string, Waiting>();
  /** Of the accounts that were made here. */
  readonly #passwords = new Map<string, string>();

  constructor(sessions: Pick<Sessions, 'add' | 'login'>, monotonic: () => number) {
    this.#sessions = sessions;
    this.#monotonic = monotonic;
  }

  /** The token for one login as an officer of this name, whose account is made; undefined: the name is somebody else's. */
  async make(name: string): Promise<string | undefined> {
    if (!this.#passwords.has(name)) {
      const password = randomBytes(TOKEN_BYTES).toString('base64url');
      if ((await this.#sessions.add(name, 'officer', password)) !== undefined) return undefined;
      this.#passwords.set(name, password);
    }
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= MAX_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    this.#waiting.set(hashOf(token), { name, until: this.#monotonic() + LASTS_MS });
    return token;
  }

  /** The token of a session; undefined: it was used, is over, or never was one. */
  async redeem(token: string, address: string): Promise<string | undefined> {
    const hash = hashOf(token);
    const waiting = this.#waiting.get(hash);
    // Before anything else: two who come at one moment don't both get in.
    this.#waiting.delete(hash);
    if (waiting === undefined || waiting.until < this.#monotonic()) return undefined;
    const password = this.#passwords.get(waiting.name) ?? '';
    const login = await this.#sessions.login(waiting.name, password, address);
    return typeof login === 'string' ? undefined : login.token;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
