// What the desk does once an hour: takes away what was kept long enough, and keeps how far the buttons have come.
import type { Kysely } from 'kysely';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import { reasonOf } from '../../domain/reason.ts';
import { ButtonStore } from '../archive/button-store.ts';
import { dayOf } from '../ledger/days.ts';
import { FiguresOfLedger } from '../ledger/figures.ts';
import type { Tables } from '../store/schema.ts';
import { eraseOld, type Retention } from './retention.ts';

const HOUR_MS = 3_600_000;

export interface HourlyDeps {
  db: Kysely<Tables>;
  retention: Retention;
  clock: Clock;
  log: Log;
}

/** Once an hour, as long as the desk runs; a first time after an hour, when everybody has come back after a start. */
export class HourlyRuns {
  readonly #deps: HourlyDeps;
  #cancel = () => {};
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(deps: HourlyDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#cancel = this.#deps.clock.after(HOUR_MS, () => {
      this.#running = this.#run().finally(() => {
        if (!this.#isStopped) this.start();
      });
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { db, retention, clock, log } = this.#deps;
    const now = clock.utc();
    try {
      const { notes, persons, events } = await eraseOld(db, retention, now);
      if (notes + persons + events > 0) {
        log.info({ notes, persons, events }, 'what was kept long enough was taken away');
      }
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'what was kept long enough could not be taken away');
    }
    try {
      const coverage = await new ButtonStore(db).coverage();
      await new FiguresOfLedger(db).addCoverage(dayOf(now), coverage);
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'the coverage of today could not be kept');
    }
  }
}
