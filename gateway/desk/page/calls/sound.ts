// What rings: three hard tones for red that come again and again, one soft tone for green. Made here, so no file can be missing.
import type { KeyName } from '../../../domain/press.ts';

interface Tones {
  frequencies: readonly number[];
  seconds: number;
  everyMs: number;
  volume: number;
  form: OscillatorType;
}

const TONES: Record<KeyName, Tones> = {
  red: {
    frequencies: [880, 660, 880],
    seconds: 0.22,
    everyMs: 1_200,
    volume: 0.6,
    form: 'square',
  },
  green: {
    frequencies: [520],
    seconds: 0.35,
    everyMs: 6_000,
    volume: 0.25,
    form: 'sine',
  },
};

let context: AudioContext | undefined;
let timer: number | undefined;
let playing: KeyName | undefined;

/** A browser lets nothing sound before somebody has clicked: called from a click. Resolves with whether it may now. */
export async function unlock(): Promise<boolean> {
  context ??= new AudioContext();
  await context.resume();
  return maySound();
}

export function maySound(): boolean {
  return context?.state === 'running';
}

/** What rings from now on; undefined: nothing. */
export function ring(key: KeyName | undefined): void {
  if (key === playing) return;
  playing = key;
  window.clearInterval(timer);
  if (key === undefined || !maySound()) return;
  play(TONES[key]);
  timer = window.setInterval(() => play(TONES[key]), TONES[key].everyMs);
}

function play({ frequencies, seconds, volume, form }: Tones): void {
  if (context === undefined) return;
  for (const [index, frequency] of frequencies.entries()) {
    const tone = new OscillatorNode(context, { type: form, frequency });
    const loudness = new GainNode(context, { gain: volume });
    tone.connect(loudness).connect(context.destination);
    const from = context.currentTime + index * seconds;
    tone.start(from);
    tone.stop(from + seconds * 0.9);
  }
}
