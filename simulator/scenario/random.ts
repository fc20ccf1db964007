// Random numbers from a seed (sfc32), in streams that don't disturb each other: a new fault moves no press.

/** Uniform in [0, 1). */
export type Random = () => number;

/** FNV-1a, for the state to start from. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  }
  return sum;
}

/** The stream `name` of a seed. */
export function randomOf(seed: number, name: string): Random {
  let a = seed | 0;
  let b = hash(name);
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Neighbouring seeds are told apart after a dozen rounds.
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** `count` of `from`, each as likely as the others, in their old order. */
export function draw(from: readonly number[], count: number, random: Random): number[] {
  const left = [...from];
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (left.length - index));
    const drawn = left[other] as number;
    left[other] = left[index] as number;
    left[index] = drawn;
  }
  return left.slice(0, count).sort((a, b) => a - b);
}
