// What rings: three hard tones for red that come again and again, one soft tone for green. Made here, so no file can be missing.
import type { KeyName } from '../../../domain/press.ts';

interface Tones {
  frequencies: readonly number[];
  seconds: number;
  everyMs: number;
  volume: number;
  /** `hard` can't be overheard. */
  form: 'hard' | 'soft';
}

const TONES: Record<KeyName, Tones> = {
  red: {
    frequencies: [880, 660, 880],
    seconds: 0.22,
    everyMs: 1_200,
    volume: 0.6,
    form: 'hard',
  },
  green: {
    frequencies: [520],
    seconds: 0.35,
    everyMs: 6_000,
    volume: 0.25,
    form: 'soft',
  },
};

let context: AudioContext | undefined;
let playing: { key: KeyName; source: AudioBufferSourceNode } | undefined;

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
  const wanted = maySound() ? key : undefined;
  if (wanted === playing?.key) return;
  playing?.source.stop();
  playing = undefined;
  if (wanted === undefined || context === undefined) return;
  // A loop of its own: a browser slows the timers of a page that nobody looks at.
  const source = new AudioBufferSourceNode(context, {
    buffer: soundOf(wanted, context),
    loop: true,
  });
  source.connect(context.destination);
  source.start();
  playing = { key: wanted, source };
}

/** One round of tones and the silence after them. */
function soundOf(key: KeyName, { sampleRate }: AudioContext): AudioBuffer {
  const { frequencies, seconds, everyMs, volume, form } = TONES[key];
  const length = Math.round((everyMs / 1_000) * sampleRate);
  const buffer = new AudioBuffer({ length, sampleRate });
  const samples = buffer.getChannelData(0);
  const perTone = Math.round(seconds * sampleRate);
  for (const [index, frequency] of frequencies.entries()) {
    for (let at = 0; at < perTone * 0.9; at++) {
      const wave = Math.sin((2 * Math.PI * frequency * at) / sampleRate);
      samples[index * perTone + at] = volume * (form === 'hard' ? Math.sign(wave) : wave);
    }
  }
  return buffer;
}
