// The stages of a rollout: how many devices have the image before others get it. Pure.

/** Of all devices; the first stage is one device. */
const SHARES = [0.01, 0.1];

/** How many devices each stage adds, for so many in all: together one, 1 %, 10 %, all. No stage is empty. */
export function stageSizes(devices: number): number[] {
  const reached = [1, ...SHARES.map((share) => Math.ceil(devices * share)), devices];
  const sizes: number[] = [];
  let before = 0;
  for (const upTo of reached) {
    if (upTo <= before || upTo > devices) continue;
    sizes.push(upTo - before);
    before = upTo;
  }
  return sizes;
}

/** The stage of each device in their order, from 0. */
export function stagesOf(devices: number): number[] {
  return stageSizes(devices).flatMap((size, stage) => Array<number>(size).fill(stage));
}

/** Of a stage so many must be good before the next begins: 90 %. */
export function enoughOf(devices: number): number {
  return Math.ceil(devices * 0.9);
}
