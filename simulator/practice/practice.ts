// `call-button practice`: an installation without a board. One terminal is the home, the other the installer's laptop.
import { once } from 'node:events';
import { emitKeypressEvents } from 'node:readline';
import { languageOf } from '#gateway/messages/language.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { NoCable } from './cable.ts';
import { PracticeBench, WIFI_PASSWORD } from './practice-bench.ts';
import { PRACTICE } from './texts.ts';

/** Until `q`, Ctrl-C or the end of the terminal. The exit code is 2 when there can be no cable. */
export async function runPractice(): Promise<void> {
  const texts = textsIn(PRACTICE, languageOf(process.env));
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { stdin, stdout } = process;
  const ending = new AbortController();
  const end = () => ending.abort();
  // Before there is anything that has to be cleared away.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  // A terminal that is closed hears nothing any more.
  for (const stream of [stdin, stdout]) stream.on('error', end);
  let bench: PracticeBench;
  try {
    bench = await PracticeBench.start({
      onLight: (name) => say(texts.light(texts.lights[name])),
      onDelivery: ({ data }) => say(texts.platformHas(data.key, data.device_id, data.test)),
    });
  } catch (error) {
    if (!(error instanceof NoCable)) throw error;
    process.stderr.write(`${texts.noCable(error.path)}\n`);
    process.exitCode = 2;
    return;
  }
  const { token, url, main, state, cable } = bench;
  say(texts.start({ token, url, main, state, port: cable.path, password: WIFI_PASSWORD }));
  say(texts.keys);
  const turnCable = async () => {
    if (cable.isPlugged) await cable.pull();
    else await cable.plug();
    say(cable.isPlugged ? texts.plugged : texts.pulled);
  };
  // One turn after the other, however fast the key is pressed.
  let turned = Promise.resolve();
  const replug = () => {
    turned = turned.then(turnCable).catch(() => say(texts.noCable(cable.path)));
  };
  const doings: Record<string, () => unknown> = {
    g: () => bench.press('green'),
    r: () => bench.press('red'),
    n: () => {
      bench.unpack();
      say(texts.unpacked);
    },
    p: replug,
    q: end,
  };
  const onKey = (_: string, key: { name?: string; ctrl?: boolean }) => {
    if (key.ctrl && key.name === 'c') end();
    else doings[key.name ?? '']?.();
  };
  if (stdin.isTTY) stdin.setRawMode(true);
  emitKeypressEvents(stdin);
  stdin.on('keypress', onKey).on('end', end);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  stdin.off('keypress', onKey).pause();
  if (stdin.isTTY) stdin.setRawMode(false);
  await turned;
  await bench.stop();
}
