// Who is on duty at each desk, as the desk says it itself: nobody for a minute is a case, in health too.
import { z } from 'zod';
import type { CaseNotice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Notices } from '../domain/ports/supervisor.ts';

export interface DutyDeps {
  notices: Notices;
  clock: Clock;
  log: Log;
  /** How many buttons are in service: where nobody can call, nobody need be on duty. */
  devices: () => number;
}

/** A page that is loaded anew, or an officer who hands over, is no alarm. */
const NOBODY_MS = 60_000;
/** A desk that has said nothing for so long is not there, which its link tells. */
const STALE_MS = 90_000;
const LOOK_MS = 5_000;
/** A notice's id is ASCII and has an end. */
const MAX_NAME = 100;

interface DeskDuty {
  officers: number;
  heardAt: number;
  /** Monotonic; undefined: somebody is. */
  nobodySince: number | undefined;
  opened: { caseId: string; at: number } | undefined;
}

const DutyReport = z.strictObject({ officers: z.int().min(0).max(10_000) });

/** How many are on duty, from the body of a desk's report; undefined: it is none. */
export function parseDuty(text: string): number | undefined {
  try {
    return DutyReport.safeParse(JSON.parse(text)).data?.officers;
  } catch {
    return undefined;
  }
}

export class DutyWatch {
  readonly #deps: DutyDeps;
  /** By the name of the destination that leads to the desk. */
  readonly #desks = new Map<string, DeskDuty>();
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(deps: DutyDeps) {
    this.#deps = deps;
  }

  /** The desk of these destinations says how many are on duty. Returns how many buttons are in service. */
  heard(destinations: readonly string[], officers: number): number {
    const now = this.#deps.clock.monotonic();
    for (const name of destinations) {
      const known = this.#desks.get(name);
      const nobodySince = officers > 0 ? undefined : (known?.nobodySince ?? now);
      this.#desks.set(name, { opened: known?.opened, officers, heardAt: now, nobodySince });
    }
    this.#look();
    return this.#deps.devices();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  /** How many are on duty, by the name of the destination; of desks that are there. */
  officers(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#present().map(([name, { officers }]) => [name, officers]));
  }

  /** What somebody has to look at. */
  concerns(): string[] {
    return this.#present().flatMap(([name, { opened }]) => {
      if (opened === undefined) return [];
      const since = new Date(opened.at).toISOString();
      return [
        `nobody is on duty at ${name} since ${since}: open its page and go on duty; fallbacks go on`,
      ];
    });
  }

  #present(): [name: string, desk: DeskDuty][] {
    const now = this.#deps.clock.monotonic();
    return [...this.#desks].filter(([, { heardAt }]) => now - heardAt <= STALE_MS);
  }

  #look(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const [name, desk] of this.#present()) this.#judge(name, desk);
    if (this.#isStopped || this.#present().length === 0) return;
    this.#cancel = this.#deps.clock.after(LOOK_MS, () => this.#look());
  }

  #judge(name: string, desk: DeskDuty): void {
    const { clock, log, devices } = this.#deps;
    const { nobodySince, opened } = desk;
    const isNobody = nobodySince !== undefined && devices() > 0;
    if (!isNobody && opened) {
      desk.opened = undefined;
      log.info({ destination: name }, 'somebody is on duty again');
      this.#publish('restored', opened.caseId, opened.at);
      return;
    }
    if (!isNobody || opened || clock.monotonic() - nobodySince < NOBODY_MS) return;
    const at = clock.utc();
    const caseId = `duty/${encodeURIComponent(name).slice(0, MAX_NAME)}/${at}`;
    desk.opened = { caseId, at };
    log.warn({ destination: name }, 'nobody is on duty');
    this.#publish('opened', caseId, at);
  }

  #publish(event: CaseNotice['event'], caseId: string, openedAt: number): void {
    void this.#deps.notices.publish({
      kind: 'case',
      id: `${caseId}/${event}`,
      at: this.#deps.clock.utc(),
      group: '',
      caseId,
      event,
      condition: 'nobody_on_duty',
      deviceIds: [],
      openedAt,
    });
  }
}
