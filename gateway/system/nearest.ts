// The name that somebody probably meant.

/** How many letters have to change, come or go. Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The nearest of `known`, unless none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const short = name.slice(0, 100).toLowerCase();
  const ranked = known
    .map((word) => ({ word, steps: distance(short, word.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  return best && best.steps <= Math.max(2, name.length / 3) ? best.word : undefined;
}
