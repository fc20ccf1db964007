// What rings: three hard tones for red that come again and again, one soft tone for green. Made here, so no file can be missing.

const TONES = {
  red: { frequencies: [880, 660, 880], seconds: 0.22, everyMs: 1_200, volume: 0.6, form: 'square' },
  green: { frequencies: [520], seconds: 0.35, everyMs: 6_000, volume: 0.25, form: 'sine' },
};

let context;
let timer;
let playing;

/** A browser lets nothing sound before somebody has clicked: called from a click. Resolves with whether it may now. */
export async function unlock() {
  context ??= new AudioContext();
  await context.resume();
  return maySound();
}

export function maySound() {
  return context?.state === 'running';
}

/** `key` is red, green or undefined: what rings from now on. */
export function ring(key) {
  if (key === playing) return;
  playing = key;
  clearInterval(timer);
  if (key === undefined || !maySound()) return;
  play(TONES[key]);
  timer = setInterval(() => play(TONES[key]), TONES[key].everyMs);
}

function play({ frequencies, seconds, volume, form }) {
  for (const [index, frequency] of frequencies.entries()) {
    const tone = new OscillatorNode(context, { type: form, frequency });
    const loudness = new GainNode(context, { gain: volume });
    tone.connect(loudness).connect(context.destination);
    const from = context.currentTime + index * seconds;
    tone.start(from);
    tone.stop(from + seconds * 0.9);
  }
}
