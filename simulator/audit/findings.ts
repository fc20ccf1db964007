// The findings of an audit: all are counted, the first of each kind are kept with their details.
import type { Finding, FindingKind } from '../report/model.ts';

/** The gravest first. */
export const FINDING_KINDS = [
  'lost',
  'doubled',
  'altered',
  'untrue',
  'unexplained',
  'late',
  'unexpected-code',
  'forged-delivery',
] satisfies readonly FindingKind[];

export const MAX_KEPT = 200;
/** Ten thousand lost presses must not hide the one refusal that tells why. */
const KEPT_OF_EACH = 20;

export class Findings {
  readonly #counts: Partial<Record<FindingKind, number>> = {};
  readonly #kept = new Map<FindingKind, Finding[]>();

  /** `detail` is only made of a finding that is kept. */
  add(kind: FindingKind, what: string, detail: () => string): void {
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    const kept = this.#kept.get(kind) ?? [];
    if (kept.length >= MAX_KEPT) return;
    kept.push({ kind, what, detail: detail() });
    this.#kept.set(kind, kept);
  }

  get counts(): Partial<Record<FindingKind, number>> {
    return this.#counts;
  }

  /** At most 200, the gravest kinds first, and some of each kind. */
  list(): Finding[] {
    const kept = FINDING_KINDS.map((kind) => this.#kept.get(kind) ?? []);
    let room = MAX_KEPT;
    for (const { length } of kept) room -= Math.min(length, KEPT_OF_EACH);
    return kept.flatMap((findings) => {
      const extra = Math.min(room, Math.max(0, findings.length - KEPT_OF_EACH));
      room -= extra;
      return findings.slice(0, KEPT_OF_EACH + extra);
    });
  }
}
