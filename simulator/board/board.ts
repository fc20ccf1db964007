// A board without hardware: the scripts in the Storage of the real interpreter, and a hand that presses its keys.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Firmware } from '#firmware/build/firmware.ts';
import { sha256 } from '#firmware/host/sha256.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import { saveSettings } from '#firmware/src/service/settings-store.ts';

const RED_PIN = 12;
const SAYS_WITHIN_MS = 60_000;
/** What a board said last, so that an error says how it was. */
const MAX_KEPT_CHARACTERS = 2_000;

/**
 * The hand: lines that the board runs, each from a file that it takes away. Not its console: on Linux the interpreter
 * reads that in a thread of its own, and when it is busy the two lose or mix characters.
 */
const HAND =
  // Asked for once: `require` looks through the whole Storage first.
  "var fs=require('fs');" +
  "setInterval(function(){var f=fs.readdirSync('.').filter(function(n){return n.startsWith('hand-')}).sort()[0];" +
  'if(f){var line=fs.readFileSync(f);fs.unlink(f);eval(line)}},10);';

/** Keys that the hand can press; a contact counts again once it is `released`. What it costs is not the firmware's. */
const PRELUDE =
  HAND +
  'var keys={};global.digitalRead=function(p){return p===12||p===13?1:0};global.setWatch=function(f,p){keys[p]=f;return 1};' +
  'var later=setTimeout;' +
  'global.push=function(pin){keys[pin]({state:false,time:getTime()});keys[pin]({state:true,time:getTime()})};' +
  `global.red=function(){push(${RED_PIN});later(print,30,'released')};` +
  'var before=process.memory().usage;' +
  'global.vars=function(){print("variables",process.memory().usage-before,"!")};';

export interface BoardToMake {
  interpreter: string;
  firmware: Firmware;
  /** Null: it has none yet. */
  settings: StoredSettings | null;
  /** Runs before the firmware, after the prelude that makes keys of the console. */
  prelude?: string;
}

/** Writes to the Storage of the board in `folder` and leaves it switched off. The rest of its flash stays. */
export async function writeBoard(folder: string, board: BoardToMake): Promise<void> {
  const { main, scripts } = board.firmware;
  const before = PRELUDE + (board.prelude ?? '');
  const store = new MemoryStore();
  if (board.settings) saveSettings({ store, sha256 }, board.settings);
  const script = [
    "require('Storage').erase('cb1.json');",
    ...[...store.files].map(
      ([name, text]) => `require('Storage').write('${name}',${JSON.stringify(text)});`,
    ),
    ...scripts.map((script) => {
      const code = script === main ? before + script.code : script.code;
      return `require('Storage').write('${script.file}',${JSON.stringify(code)});`;
    }),
  ];
  writeFileSync(join(folder, 'provision.js'), script.join('\n'));
  const child = spawn(board.interpreter, ['provision.js'], { cwd: folder, stdio: 'ignore' });
  await once(child, 'exit');
}

/** A board that is switched on. */
export class Board {
  output = '';
  #saidLast = '';
  readonly #folder: string;
  readonly #child: ChildProcess;
  #heard: () => void = () => {};
  #lines = 0;

  /** Its input stays open: that keeps it running. */
  constructor(interpreter: string, folder: string) {
    this.#folder = folder;
    for (const name of readdirSync(folder)) {
      if (name.startsWith('hand-')) rmSync(join(folder, name));
    }
    this.#child = spawn(interpreter, [], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      this.output += text;
      this.#saidLast = (this.#saidLast + text).slice(-MAX_KEPT_CHARACTERS);
      this.#heard();
    });
  }

  /** The board runs the line soon, after the lines before it. */
  run(line: string): void {
    this.#lines += 1;
    const name = `hand-${String(this.#lines).padStart(6, '0')}`;
    writeFileSync(join(this.#folder, `new-${name}`), line);
    renameSync(join(this.#folder, `new-${name}`), join(this.#folder, name));
  }

  /** It says `released` when it can be pressed again: before, that would be bounce. */
  pressRed(): void {
    this.run('red()');
  }

  /** What the running firmware holds of the interpreter's variables. */
  async variables(): Promise<number> {
    this.output = '';
    this.run('vars()');
    await this.says(' !');
    return Number(/variables (\d+) !/.exec(this.output)?.[1]);
  }

  /** Rejects when it hasn't said that in time, or has ended. */
  async says(text: string, limitMs = SAYS_WITHIN_MS): Promise<void> {
    if (this.output.includes(text)) return;
    const said = new Promise<void>((resolve) => {
      this.#heard = () => {
        if (this.output.includes(text)) resolve();
      };
    });
    try {
      await this.within(limitMs, JSON.stringify(text), said);
    } finally {
      this.#heard = () => {};
    }
  }

  /** Waits for `coming`. Rejects, and tells how the board stands, when that takes too long or the board has ended. */
  async within<T>(limitMs: number, what: string, coming: Promise<T>): Promise<T> {
    let stop = () => {};
    const failed = new Promise<never>((_, reject) => {
      const fail = (why: string) =>
        reject(new Error(`the board: no ${what} ${why}; ${this.#describe()}`));
      const ended = () => fail('before its end');
      if (this.#isOff()) ended();
      const timer = setTimeout(() => fail(`within ${limitMs} ms`), limitMs);
      this.#child.once('exit', ended);
      stop = () => {
        clearTimeout(timer);
        this.#child.off('exit', ended);
      };
    });
    try {
      return await Promise.race([coming, failed]);
    } finally {
      stop();
    }
  }

  #describe(): string {
    const { exitCode, signalCode } = this.#child;
    const state = this.#isOff() ? `it ended with ${signalCode ?? `code ${exitCode}`}` : 'it runs';
    // When a benchmark is interrupted its folder goes.
    const files = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    const left = files.filter((name) => name.startsWith('hand-')).length;
    return `${state}, ${left} lines of the hand are left, and it said last:\n${this.#saidLast}`;
  }

  #isOff(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async cutPower(): Promise<void> {
    if (this.#isOff()) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
