// Who is logged in: passwords by scrypt, a session in a cookie that no script reads, and a limit on guessing.
import { randomBytes } from 'node:crypto';
import { hashPassword, isPassword } from '../system/password.ts';
import type { DeskStore } from './store/store.ts';

export const ROLES = ['officer', 'leader', 'archive_keeper', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export interface Session {
  name: string;
  role: Role;
}

/** A shift, and the one that comes late. */
const LASTS_MS = 14 * 3_600_000;
const MIN_PASSWORD = 8;
const MAX_PASSWORD = 256;
const MAX_NAME = 40;

/** Failures of one name, after which it has to wait; each minute forgives one. */
const MAX_FAILURES = 10;
const FORGIVES_MS = 60_000;

export type LoginRefusal = 'DESK_LOGIN_WRONG' | 'DESK_LOGIN_LATER';
export type AccountRefusal = 'DESK_NAME_WRONG' | 'DESK_PASSWORD_SHORT' | 'DESK_NAME_TAKEN';

interface Kept extends Session {
  until: number;
}

export class Sessions {
  readonly #store: DeskStore;
  readonly #monotonic: () => number;
  readonly #byToken = new Map<string, Kept>();
  readonly #failures = new Map<string, { count: number; at: number }>();

  constructor(store: DeskStore, monotonic: () => number) {
    this.#store = store;
    this.#monotonic = monotonic;
  }

  /** The token of a new session, or why there is none. A wrong name takes as long as a wrong password. */
  async login(name: string, password: string): Promise<{ token: string } | LoginRefusal> {
    const now = this.#monotonic();
    if (this.#failuresOf(name, now) >= MAX_FAILURES) return 'DESK_LOGIN_LATER';
    const account = await this.#store.findAccount(name);
    const hash = account?.password ?? (await NOBODYS);
    const isRight = await isPassword(password.slice(0, MAX_PASSWORD), hash);
    if (account === undefined || !isRight) {
      this.#failures.set(name, { count: this.#failuresOf(name, now) + 1, at: now });
      return 'DESK_LOGIN_WRONG';
    }
    this.#failures.delete(name);
    const token = randomBytes(32).toString('base64url');
    this.#byToken.set(token, { name, role: account.role as Role, until: now + LASTS_MS });
    return { token };
  }

  logout(token: string): void {
    this.#byToken.delete(token);
  }

  of(token: string | undefined): Session | undefined {
    const kept = token === undefined ? undefined : this.#byToken.get(token);
    if (kept === undefined) return undefined;
    if (kept.until > this.#monotonic()) return { name: kept.name, role: kept.role };
    this.#byToken.delete(token as string);
    return undefined;
  }

  /** Undefined: it is made. `onlyFirst`: refused as taken when anybody has an account. */
  async add(
    name: string,
    role: Role,
    password: string,
    onlyFirst = false,
  ): Promise<AccountRefusal | undefined> {
    const isName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name) && name.length <= MAX_NAME;
    if (!isName) return 'DESK_NAME_WRONG';
    if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
      return 'DESK_PASSWORD_SHORT';
    }
    const account = { name, role, password: await hashPassword(password) };
    const isMade = await this.#store.addAccount(account, Date.now(), onlyFirst);
    return isMade ? undefined : 'DESK_NAME_TAKEN';
  }

  #failuresOf(name: string, now: number): number {
    const found = this.#failures.get(name);
    if (found === undefined) return 0;
    return Math.max(0, found.count - Math.floor((now - found.at) / FORGIVES_MS));
  }
}

/** Of a password that nobody knows. */
const NOBODYS = hashPassword(randomBytes(16).toString('hex'));
