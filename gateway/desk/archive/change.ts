// What is different between two versions of a resident or helper, field by field: what the archive writes down. Pure.
import type { Change } from './shapes.ts';

/** Fields with equal JSON are equal. Undefined before: it is new, and fields that say nothing are left out. */
export function changeOf<T extends object>(before: T | undefined, after: T): Change['fields'] {
  const fields: Record<string, readonly [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(after)) {
    const old = before?.[name as keyof T] ?? null;
    if (before === undefined && isNothing(value)) continue;
    if (JSON.stringify(old) !== JSON.stringify(value)) fields[name] = [old, value];
  }
  return fields;
}

function isNothing(value: unknown): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0;
  return value === '' || value === null || value === false || isEmptyList;
}
