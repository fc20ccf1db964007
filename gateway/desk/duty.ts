// Who is on duty: a page that says so itself, every few seconds, and that its sound is on.

/** A page that has said nothing for so long is not on duty: it sleeps, is closed, or lost its line. */
export const PAGE_SILENT_MS = 10_000;
/** So long after an officer's last page went silent, what the officer had taken rings again. */
export const TAKER_GONE_MS = 30_000;

interface Page {
  officer: string;
  heardAt: number;
  isOnDuty: boolean;
}

/** `now` is monotonic milliseconds everywhere. */
export class Duty {
  /** By an id that each page makes for itself. */
  readonly #pages = new Map<string, Page>();
  readonly #lastHeard = new Map<string, number>();

  /** `isOnDuty`: the officer has said so, and the page may sound. */
  heard(page: string, officer: string, isOnDuty: boolean, now: number): void {
    this.#pages.set(page, { officer, heardAt: now, isOnDuty });
    this.#lastHeard.set(officer, now);
  }

  /** Whoever does something about a call is there, also before their page has said so again. */
  acted(officer: string, now: number): void {
    this.#lastHeard.set(officer, now);
  }

  left(page: string): void {
    this.#pages.delete(page);
  }

  /** Each once, in the order of their names. */
  officers(now: number): string[] {
    const found = new Set<string>();
    for (const [page, { officer, heardAt, isOnDuty }] of this.#pages) {
      if (now - heardAt > PAGE_SILENT_MS) this.#pages.delete(page);
      else if (isOnDuty) found.add(officer);
    }
    return [...found].sort();
  }

  /** No page of the officer has said anything for so long that nobody can be looking after what was taken. */
  isGone(officer: string, now: number): boolean {
    return now - (this.#lastHeard.get(officer) ?? Number.NEGATIVE_INFINITY) > TAKER_GONE_MS;
  }
}
