// What provisioning needs of the computer, so that a test can be one.
import { setMaxListeners } from 'node:events';
import { CALL_BUTTON } from '../system/run-here.ts';
import { type ListPorts, listPorts } from './cable/ports.ts';
import { openSerial } from './cable/serial.ts';
import type { OpenSerialLine } from './cable/serial-line.ts';
import { PACE, type Pace } from './pace.ts';
import type { Installer } from './view/installer.ts';
import { PlainInstaller } from './view/plain.ts';
import type { Texts } from './view/texts.ts';

export interface World {
  list: ListPorts;
  open: OpenSerialLine;
  pace: Pace;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  installer(texts: Texts): Installer | Promise<Installer>;
  /** Results: coverage, the doctor's words. */
  print(text: string): void;
  /** How this was started, to be started again. */
  command: string;
  /** Of this package. */
  version: string;
}

/** `isQuiet`: nobody is asked, also at a terminal. */
export function thisComputer(isQuiet: boolean, version: string): World & { stop(): void } {
  const controller = new AbortController();
  // Every wait listens for it.
  setMaxListeners(0, controller.signal);
  const stop = () => {
    // Who asks twice doesn't want to wait for anything.
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  const isTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const print = (text: string) => void process.stdout.write(text);
  return {
    list: listPorts,
    open: openSerial,
    pace: PACE,
    environment: process.env,
    print,

    signal: controller.signal,
    version,
    installer: async (texts) => {
      if (!isTerminal || isQuiet) return new PlainInstaller(texts, (line) => print(`${line}\n`));
      const { TerminalInstaller } = await import('./view/terminal.ts');
      const installer = new TerminalInstaller(texts, controller.signal);
      installer.begin(texts.title);
      return installer;
    },
    command: [CALL_BUTTON, ...process.argv.slice(2).map(quoted)].join(' '),
    stop: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
