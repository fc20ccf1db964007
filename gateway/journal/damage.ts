// What a start could not read of the journal, in words: records by their numbers, files, and presses as far as they are named.
import { GATEWAY_ERRORS } from '../domain/errors.ts';
import type { JournalDamage } from '../domain/ports/journal.ts';
import { pressId } from '../domain/press.ts';
import type { LogDamage, SeenPress } from './log-damage.ts';

/** How many presses and places are named in one text. */
export const MAX_NAMED = 20;

/** With the red presses that are lost, by their ids. */
export interface NamedDamage extends JournalDamage {
  reds: readonly string[];
}

/** `missing`: numbers of records, from and to. `isKnown`: the press is in the journal all the same. */
export function damageOf(
  files: LogDamage | undefined,
  missing: readonly (readonly [number, number])[],
  isKnown: (press: SeenPress) => boolean,
): NamedDamage | undefined {
  if (files === undefined && missing.length === 0) return undefined;
  const found = new Map(
    (files?.presses ?? [])
      .filter((press) => !isKnown(press))
      .map(({ deviceId, bootId, seq, key }) => {
        const press = pressId({ deviceId, bootId, seq });
        return [press, { deviceId, press, key }] as const;
      }),
  );
  const lost = [...found.values()];
  const reds = lost.filter(({ key }) => key === 'red').map(({ press }) => press);
  const parts = [
    ...(files?.places ?? []),
    ...missing.map(([from, to]) =>
      from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`,
    ),
    ...(lost.length === 0 ? [] : [`${lost.length} presses are lost that can be named`]),
    ...(reds.length === 0 ? [] : [`red among them: ${shortened(reds)}`]),
    ...(files?.kept === undefined ? [] : [files.kept]),
  ];
  const text = `JOURNAL_DAMAGED, ${shortened(parts, '; ')}: ${GATEWAY_ERRORS.JOURNAL_DAMAGED}`;
  return { text, lost, reds };
}

function shortened(texts: readonly string[], between = ', '): string {
  const more = texts.length - MAX_NAMED;
  const named = texts.slice(0, MAX_NAMED).join(between);
  return more > 0 ? `${named} and ${more} more` : named;
}
