// A scenario's value, taken apart: each key and each entry on its own, so that a mistake in one hides none in another.
import type { z } from 'zod';
import { type Path, type Problem, problemsOf } from './problems.ts';
import {
  FAULTS,
  type Fault,
  HomesEntry,
  type Load,
  OpenLoad,
  ResidentLoad,
  TOP,
  unknownKey,
} from './schema.ts';

type Top = { [K in keyof typeof TOP]: z.infer<(typeof TOP)[K]> };

/** What could be understood. An entry that could not is undefined and keeps its place. */
export interface Parts extends Partial<Omit<Top, 'homes' | 'load' | 'faults'>> {
  homes: (HomesEntry | undefined)[];
  load: (Load | undefined)[];
  faults: (Fault | undefined)[];
}

type Mapping = Record<string, unknown>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function takeApart(value: unknown): { parts: Parts; problems: Problem[] } {
  const problems: Problem[] = [];
  const take = <T extends z.ZodType>(
    schema: T,
    at: unknown,
    path: Path,
  ): z.infer<T> | undefined => {
    const parsed = schema.safeParse(at);
    if (parsed.success) return parsed.data;
    problems.push(...problemsOf(at, path, parsed.error));
    return undefined;
  };
  /** Entries of one list, each by the schema that one of its keys asks for. */
  const byKey = <T extends z.ZodType>(list: Path[0], schemas: Record<string, T>) => {
    return (entry: unknown, index: number): z.infer<T> | undefined => {
      const path = [list, index];
      const keys = Object.keys(schemas);
      const found = isMapping(entry) ? keys.filter((key) => Object.hasOwn(entry, key)) : [];
      if (found.length === 1) return take(schemas[found[0] as string] as T, entry, path);
      const what = found.length === 0 ? 'none' : found.join(' and ');
      problems.push({ path, message: `expected exactly one of ${keys.join(', ')}; found ${what}` });
      return undefined;
    };
  };

  const nothing: Parts = { homes: [], load: [], faults: [] };
  if (!isMapping(value)) {
    problems.push({ path: [], message: 'expected a scenario: title, duration, homes, …' });
    return { parts: nothing, problems };
  }
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(TOP, key)) continue;
    problems.push({ path: [key], message: unknownKey(TOP), atKey: true });
  }
  const entries = Object.entries(TOP).map(([key, schema]) => [
    key,
    take(schema, value[key], [key]),
  ]);
  const top = Object.fromEntries(entries) as Partial<Top>;
  const homes = top.homes?.map((entry, index) => take(HomesEntry, entry, ['homes', index]));
  const load = top.load?.map(byKey('load', { rate: OpenLoad, times: ResidentLoad }));
  const faults = top.faults?.map(byKey('faults', FAULTS as Record<string, z.ZodType<Fault>>));
  const parts = { ...top, homes: homes ?? [], load: load ?? [], faults: faults ?? [] };
  return { parts, problems };
}
