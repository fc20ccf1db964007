// Tokens of the admin API: 32 random bytes each, of which only the hash is kept.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Actor, Asker, Role, Tokens } from '../domain/ports/registry.ts';
import { firstLineOf } from '../domain/reason.ts';
import { EXPECTED } from '../messages/expected.ts';
import { told } from '../messages/sentence.ts';
import { type StoredToken, tokenRow } from './rows.ts';
import { GATEWAY } from './step-queue.ts';
import type { RegistryStore } from './store.ts';

const PREFIX = 'cb_';
/** A name that can stand in a path and in a log. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** When a token was used is written so seldom: a device's installation asks hundreds of times. */
const WRITE_USED_EVERY_MS = 3_600_000;

interface Known {
  token: StoredToken;
  hash: Buffer;
  usedAt: number | undefined;
}

export class LevelTokens implements Tokens {
  readonly #store: RegistryStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #known = new Map<string, Known>();

  constructor(store: RegistryStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** What was read from the disk. */
  load(tokens: readonly StoredToken[]): void {
    this.#known.clear();
    for (const token of tokens) this.#take(token);
  }

  async create(actor: Asker, name: string, role: Role, expiresAt?: number): Promise<string> {
    if (!NAME.test(name)) {
      throw new GatewayError(
        'FIELD_INVALID',
        told`name: ${EXPECTED.characters('1-64', 'A-Z a-z 0-9 . _ -')}`,
      );
    }
    if (name === GATEWAY.name) {
      throw new GatewayError('FIELD_INVALID', told`name: ${EXPECTED.notGatewaysName}`);
    }
    const now = this.#clock.utc();
    if (expiresAt !== undefined && !(expiresAt > now)) {
      throw new GatewayError('FIELD_INVALID', told`expires_at: ${EXPECTED.future}`);
    }
    const text = PREFIX + randomBytes(32).toString('base64url');
    const until = expiresAt === undefined ? {} : { expiresAt };
    const token: StoredToken = {
      name,
      role,
      hash: hashOf(text).toString('hex'),
      createdAt: now,
      ...until,
    };
    await this.#store.write(actor, () => {
      if (this.#known.has(name)) throw new GatewayError('TOKEN_EXISTS', name);
      return {
        rows: [[tokenRow(name), token]],
        audit: [{ what: 'token.created', subject: name, detail: { role, ...until } }],
        apply: () => this.#take(token),
      };
    });
    return text;
  }

  async revoke(actor: Asker, name: string): Promise<void> {
    await this.#store.write(actor, () => {
      if (!this.#known.has(name)) throw new GatewayError('NO_SUCH_TOKEN', name);
      return {
        rows: [[tokenRow(name), undefined]],
        audit: [{ what: 'token.revoked', subject: name, detail: {} }],
        apply: () => void this.#known.delete(name),
      };
    });
  }

  list(): ReturnType<Tokens['list']> {
    return [...this.#known.values()].map(({ token, usedAt }) => {
      const { hash: _, usedAt: __, ...rest } = token;
      return { ...rest, ...(usedAt === undefined ? {} : { usedAt }) };
    });
  }

  verify(text: string): Actor | undefined {
    const hash = hashOf(text);
    let found: Known | undefined;
    // All of them, whichever it is.
    for (const known of this.#known.values()) {
      if (timingSafeEqual(known.hash, hash)) found = known;
    }
    const now = this.#clock.utc();
    if (found === undefined || (found.token.expiresAt ?? Number.POSITIVE_INFINITY) <= now) {
      return undefined;
    }
    found.usedAt = now;
    const writtenAt = found.token.usedAt ?? Number.NEGATIVE_INFINITY;
    if (now - writtenAt >= WRITE_USED_EVERY_MS) this.#writeUsed(found, now);
    const { name, role } = found.token;
    return { name, role };
  }

  #writeUsed(known: Known, usedAt: number): void {
    const token = { ...known.token, usedAt };
    known.token = token;
    const written = this.#store.write(GATEWAY, () =>
      this.#known.get(token.name) === known
        ? { rows: [[tokenRow(token.name), token]], audit: [], apply() {} }
        : undefined,
    );
    written.catch((error) =>
      this.#log.warn({ detail: firstLineOf(error) }, 'use of a token not written'),
    );
  }

  #take(token: StoredToken): void {
    const hash = Buffer.from(token.hash, 'hex');
    this.#known.set(token.name, { token, hash, usedAt: token.usedAt });
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
