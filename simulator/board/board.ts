// A board without hardware: the scripts in the Storage of the real interpreter, whose console is the finger on the key.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Firmware } from '#firmware/build/firmware.ts';
import { sha256 } from '#firmware/host/sha256.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import { saveSettings } from '#firmware/src/service/settings-store.ts';

const RED_PIN = 12;
const SAYS_WITHIN_MS = 10_000;

/** Keys that the console can press. What it costs is not the firmware's. */
const PRELUDE =
  'var keys={};global.digitalRead=function(p){return p===12||p===13?1:0};global.setWatch=function(f,p){keys[p]=f;return 1};' +
  `global.red=function(){keys[${RED_PIN}]({state:false,time:getTime()});keys[${RED_PIN}]({state:true,time:getTime()})};` +
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
  const { main, service, console: lines } = board.firmware;
  const code = PRELUDE + (board.prelude ?? '') + main.code;
  const store = new MemoryStore();
  if (board.settings) saveSettings({ store, sha256 }, board.settings);
  const script = [
    "require('Storage').erase('cb1.json');",
    ...[...store.files].map(
      ([name, text]) => `require('Storage').write('${name}',${JSON.stringify(text)});`,
    ),
    `require('Storage').write('.bootcde',${JSON.stringify(code)});`,
    `require('Storage').write('cbservice',${JSON.stringify(service.code)});`,
    `require('Storage').write('cbconsole',${JSON.stringify(lines.code)});`,
  ];
  writeFileSync(join(folder, 'provision.js'), script.join('\n'));
  const child = spawn(board.interpreter, ['provision.js'], { cwd: folder, stdio: 'ignore' });
  await once(child, 'exit');
}

/** A board that is switched on. */
export class Board {
  output = '';
  readonly #child: ChildProcess;
  #heard = () => {};

  /** Its input stays open: that keeps it running, and is its console. */
  constructor(interpreter: string, folder: string) {
    this.#child = spawn(interpreter, [], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.on('data', (bytes: Buffer) => {
      this.output += bytes.toString('latin1');
      this.#heard();
    });
  }

  type(line: string): void {
    this.#child.stdin?.write(`\x10${line}\n`);
  }

  /** A short word, because the interpreter drops input while it is busy. */
  pressRed(): void {
    this.type('red()');
  }

  /** What the running firmware holds of the interpreter's variables. */
  async variables(): Promise<number> {
    this.output = '';
    this.type('vars()');
    await this.says(' !');
    return Number(/variables (\d+) !/.exec(this.output)?.[1]);
  }

  /** Rejects when it hasn't said that within 10 s. */
  async says(text: string): Promise<void> {
    if (this.output.includes(text)) return;
    await new Promise<void>((resolve, reject) => {
      const late = () =>
        reject(new Error(`the board did not say ${JSON.stringify(text)}: ${this.output}`));
      const timer = setTimeout(late, SAYS_WITHIN_MS);
      this.#heard = () => {
        if (!this.output.includes(text)) return;
        clearTimeout(timer);
        this.#heard = () => {};
        resolve();
      };
    });
  }

  async cutPower(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
