// The page of each device, in memory and in the journal: what is written last is what counts.
import { type DevicePage, EMPTY_PAGE } from '../domain/administration/device-book.ts';
import {
  ALL,
  deviceIn,
  groupKey,
  recallPage,
  recallScopes,
  rememberPage,
  rememberScopes,
  SCOPES,
  type ScopeSettings,
  type Scopes,
  subjectOf,
} from '../domain/administration/memory.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';

/** Together in one write: a red press never waits for a giant one. */
export const PAGES_AT_ONCE = 100;

export interface PagesDeps {
  journal: Pick<Journal, 'store' | 'remembered' | 'onRecovery'>;
  log: Log;
}

export class Pages {
  readonly #deps: PagesDeps;
  readonly #pages = new Map<string, DevicePage>();
  #scopes: Scopes = new Map();
  /** Pages that the journal doesn't have as they are. */
  readonly #unwritten = new Set<string>();

  constructor(deps: PagesDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { journal, log } = this.#deps;
    let bad = 0;
    for (const { subject, state } of await journal.remembered()) {
      const deviceId = deviceIn(subject);
      if (deviceId === undefined && subject !== SCOPES) continue;
      const page = deviceId === undefined ? undefined : recallPage(state);
      const scopes = deviceId === undefined ? recallScopes(state) : undefined;
      if (deviceId !== undefined && page) this.#pages.set(deviceId, page);
      else if (scopes) this.#scopes = scopes;
      else bad++;
    }
    if (bad > 0) log.warn({ count: bad }, 'configurations or commands are not readable: ignored');
    journal.onRecovery(() => void this.#writeAgain());
  }

  of(deviceId: string): DevicePage {
    return this.#pages.get(deviceId) ?? EMPTY_PAGE;
  }

  all(): IterableIterator<[string, DevicePage]> {
    return this.#pages.entries();
  }

  /** Of all devices, and of a group. */
  scopesOf(group: string): [all: ScopeSettings | undefined, group: ScopeSettings | undefined] {
    return [this.#scopes.get(ALL), this.#scopes.get(groupKey(group))];
  }

  /** Counts at once; resolves when it is on disk, and rejects when it isn't: then it is written again later. */
  async change(
    deviceIds: readonly string[],
    change: (page: DevicePage, deviceId: string) => DevicePage,
  ): Promise<void> {
    for (let from = 0; from < deviceIds.length; from += PAGES_AT_ONCE) {
      const portion = deviceIds.slice(from, from + PAGES_AT_ONCE);
      const touched = portion.filter((deviceId) => {
        const before = this.of(deviceId);
        const after = change(before, deviceId);
        if (after === before) return false;
        this.#pages.set(deviceId, after);
        this.#unwritten.add(deviceId);
        return true;
      });
      await this.#write(touched);
    }
  }

  /** Counts when it is on disk. `name` is ALL, or the groupKey of a group. */
  async setScope(name: string, scope: ScopeSettings): Promise<void> {
    const scopes = new Map(this.#scopes).set(name, scope);
    await this.#deps.journal.store([{ subject: SCOPES, state: rememberScopes(scopes) }]);
    this.#scopes = scopes;
  }

  async #write(deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length === 0) return;
    const pages = deviceIds.map((deviceId) => [deviceId, this.of(deviceId)] as const);
    await this.#deps.journal.store(
      pages.map(([deviceId, page]) => ({
        subject: subjectOf(deviceId),
        state: rememberPage(page),
      })),
    );
    for (const [deviceId, page] of pages) {
      if (this.of(deviceId) === page) this.#unwritten.delete(deviceId);
    }
  }

  async #writeAgain(): Promise<void> {
    const all = [...this.#unwritten];
    try {
      for (let from = 0; from < all.length; from += PAGES_AT_ONCE) {
        await this.#write(all.slice(from, from + PAGES_AT_ONCE));
      }
    } catch (error) {
      this.#deps.log.error({ error }, 'configurations or commands not stored, trying again');
    }
  }
}
