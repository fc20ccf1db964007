// Who is logged in: passwords by scrypt, a session in a cookie that no script reads, and a limit on guessing.
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { Emitter } from '../system/emitter.ts';
import { hashPassword, isPassword } from '../system/password.ts';
import { nameKey } from './people/account-name.ts';
import { Guesses } from './people/guesses.ts';
import type { DeskStore } from './store/store.ts';

export const ROLES = ['officer', 'leader', 'archive_keeper', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Session {
  name: string;
  role: Role;
  /** What its person has chosen; null: what the browser has. */
  language: Language | null;
}

/** A shift, and the one that comes late. */
const LASTS_MS = 14 * 3_600_000;
const MIN_PASSWORD = 8;
const MAX_PASSWORD = 256;
const MAX_NAME = 40;

export type LoginRefusal = 'DESK_LOGIN_WRONG' | 'DESK_LOGIN_LATER';
export type AccountRefusal = 'DESK_NAME_WRONG' | 'DESK_PASSWORD_SHORT' | 'DESK_NAME_TAKEN';

interface Kept extends Session {
  /** UTC milliseconds: a restart knows no other time. */
  until: number;
}

export interface SessionsDeps {
  store: DeskStore;
  clock: Clock;
  log: Log;
}

interface SessionEvents {
  /** Some are over before their time. */
  ended: undefined;
}

export class Sessions {
  readonly events = new Emitter<SessionEvents>();
  readonly #deps: SessionsDeps;
  /** By the hash of the token: neither memory nor database has what the browser has. */
  readonly #byHash = new Map<string, Kept>();
  readonly #guesses: Guesses;

  private constructor(deps: SessionsDeps) {
    this.#deps = deps;
    this.#guesses = new Guesses(() => deps.clock.monotonic());
  }

  /** Who was logged in before a restart still is. */
  static async start(deps: SessionsDeps): Promise<Sessions> {
    const sessions = new Sessions(deps);
    const { db } = deps.store;
    await db.deleteFrom('session').where('until_at', '<=', deps.clock.utc()).execute();
    const rows = await db
      .selectFrom('session')
      .innerJoin('account', 'account.name', 'session.name')
      .select(['token_hash', 'session.name', 'until_at', 'role', 'language'])
      .where('disabled_at', 'is', null)
      .execute();
    for (const { token_hash, name, until_at, role, language } of rows) {
      sessions.#byHash.set(token_hash, {
        name,
        role: role as Role,
        language: language as Language | null,
        until: until_at,
      });
    }
    return sessions;
  }

  /** The token of a new session, or why there is none. A wrong name takes as long as a wrong password. */
  async login(
    name: string,
    password: string,
    address: string,
  ): Promise<{ token: string } | LoginRefusal> {
    const { store, clock } = this.#deps;
    // Counted before it is judged: many at once are many guesses.
    const key = nameKey(name);
    if (!this.#guesses.mayGuess(key, address)) return 'DESK_LOGIN_LATER';
    const account = await store.findAccount(name);
    const hash = account?.password ?? (await NOBODYS);
    const isRight = await isPassword(password.slice(0, MAX_PASSWORD), hash);
    if (account === undefined || !isRight || account.isDisabled) return 'DESK_LOGIN_WRONG';
    this.#guesses.wasRight(key, address);
    const token = randomBytes(32).toString('base64url');
    await this.#keep(hashOf(token), {
      name: account.name,
      role: account.role as Role,
      language: account.language as Language | null,
      until: clock.utc() + LASTS_MS,
    });
    return { token };
  }

  /** Not counted as a guess: for this desk's own accounts, and never for what somebody has typed. */
  async isPasswordOf(name: string, password: string): Promise<boolean> {
    const account = await this.#deps.store.findAccount(name);
    return account !== undefined && (await isPassword(password, account.password));
  }

  async logout(token: string): Promise<void> {
    await this.#end((hash) => hash === hashOf(token));
  }

  of(token: string | undefined): Session | undefined {
    const kept = token === undefined ? undefined : this.#byHash.get(hashOf(token));
    if (kept === undefined) return undefined;
    const { name, role, language, until } = kept;
    if (until > this.#deps.clock.utc()) return { name, role, language };
    this.#byHash.delete(hashOf(token as string));
    return undefined;
  }

  /** How many each has who is logged in. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    const now = this.#deps.clock.utc();
    for (const { name, until } of this.#byHash.values()) {
      if (until > now) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }

  /** At once, on every page. `except` is a token that stays. */
  async endOf(name: string, except?: string): Promise<void> {
    const spared = except === undefined ? undefined : hashOf(except);
    await this.#end((hash, kept) => kept.name === name && hash !== spared);
  }

  /** An account was changed: its sessions are what it is now. */
  changed(name: string, change: Partial<Pick<Session, 'role' | 'language'>>): void {
    for (const [hash, kept] of this.#byHash) {
      if (kept.name === name) this.#byHash.set(hash, { ...kept, ...change });
    }
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
    if (!isGoodPassword(password)) return 'DESK_PASSWORD_SHORT';
    const { store, clock } = this.#deps;
    const account = { name, role, password: await hashPassword(password) };
    const isMade = await store.addAccount(account, clock.utc(), onlyFirst);
    return isMade ? undefined : 'DESK_NAME_TAKEN';
  }

  async #keep(hash: string, kept: Kept): Promise<void> {
    const { store, log } = this.#deps;
    this.#byHash.set(hash, kept);
    const { name, until } = kept;
    try {
      await store.db
        .insertInto('session')
        .values({ token_hash: hash, name, until_at: until })
        .execute();
    } catch (error) {
      // On a full disk somebody has to be able to look after calls: it lasts until the desk ends.
      log.warn({ reason: reasonOf(error) }, 'a session is kept in memory alone');
    }
  }

  async #end(isMeant: (hash: string, kept: Kept) => boolean): Promise<void> {
    const { store } = this.#deps;
    const hashes = [...this.#byHash].filter((entry) => isMeant(...entry)).map(([hash]) => hash);
    for (const hash of hashes) this.#byHash.delete(hash);
    this.events.emit('ended', undefined);
    for (const hash of hashes) {
      await store.db.deleteFrom('session').where('token_hash', '=', hash).execute();
    }
  }
}

export function isGoodPassword(password: string): boolean {
  return password.length >= MIN_PASSWORD && password.length <= MAX_PASSWORD;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Of a password that nobody knows. */
const NOBODYS = hashPassword(randomBytes(16).toString('hex'));
