// What becomes of a form when somebody else has saved meanwhile: theirs where this one was not touched, and what was typed here. Pure.

export interface Merged<T> {
  value: T;
  /** Changed by both: what was typed here stands there now. */
  contested: (keyof T & string)[];
}

/** `base`: as it was when the form was opened. */
export function merged<T extends object>(base: T, typed: T, newest: T): Merged<T> {
  const value = { ...newest };
  const contested: (keyof T & string)[] = [];
  for (const name of Object.keys(newest) as (keyof T & string)[]) {
    if (isSame(base[name], typed[name])) continue;
    value[name] = typed[name];
    if (!isSame(base[name], newest[name]) && !isSame(typed[name], newest[name])) {
      contested.push(name);
    }
  }
  return { value, contested };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
