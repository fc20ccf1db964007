// Every identity of the log in a few bytes: as runs by boot and device.
import type { Identity } from '#protocol/messages.ts';
import { Runs } from '../runs.ts';

export class Seen {
  readonly #devices = new Map<string, Map<number, Runs>>();

  /** False when it was there already. */
  add({ deviceId, bootId, seq }: Identity & { deviceId: string }): boolean {
    const boots = this.#devices.get(deviceId) ?? new Map<number, Runs>();
    this.#devices.set(deviceId, boots);
    const runs = boots.get(bootId) ?? new Runs();
    boots.set(bootId, runs);
    if (runs.has(seq)) return false;
    runs.add(seq);
    return true;
  }

  /** Each device with its boots, each with the runs of its numbers: [from, to, from, to, …]. */
  *[Symbol.iterator](): Generator<[deviceId: string, boots: ReadonlyMap<number, Runs>]> {
    yield* this.#devices;
  }
}

/** The runs in the text that stands in a row; undefined when it is no such text. */
export function readRuns(text: string): [from: number, to: number][] | undefined {
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text)) return undefined;
  const runs = text.split(',').map((run): [number, number] => {
    const [from = 0, to = from] = run.split('-').map(Number);
    return [from, to];
  });
  const isRising = runs.every(([from, to], index) => {
    const before = runs[index - 1]?.[1] ?? -1;
    return from > before && to >= from;
  });
  return isRising ? runs : undefined;
}
