// Who is paired with whom, and where that is more than one helper can do. Pure.
import type { HelperKind, PairWarning, Situation } from './shapes.ts';

const MAX_OF_A_CARER = 50;
const MAX_OF_OTHERS = 5;

/** A helper of one of these residents is there for nobody else. */
export function isOneToOne(situations: readonly Situation[]): boolean {
  return situations.some((situation) => situation !== 'with_family');
}

/** A helper with the situations of every resident that they are paired with. */
export interface Pairing {
  kind: HelperKind;
  residents: readonly (readonly Situation[])[];
}

/** What whoever keeps the archive is warned of; nothing is refused, because an office knows its people. */
export function pairWarnings({ kind, residents }: Pairing): PairWarning[] {
  const { length } = residents;
  const warnings: PairWarning[] = [];
  if (kind === 'carer') {
    if (length > MAX_OF_A_CARER) warnings.push('above_fifty');
    return warnings;
  }
  if (length > 1 && residents.some(isOneToOne)) warnings.push('shared_helper');
  if (length > MAX_OF_OTHERS) warnings.push('above_five');
  return warnings;
}
