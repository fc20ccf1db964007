// A board without hardware: the scripts in the Storage of the real interpreter, and a hand that presses its keys.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Firmware } from '#firmware/build/firmware.ts';
import { payloadOf } from '#firmware/build/image.ts';
import { sha256 } from '#firmware/host/sha256.ts';
import { slotFileOf } from '#firmware/host/slot-file.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import {
  HEAD_AT,
  type SlotPlace,
  slotFileBytes,
  slotPlaceOf,
} from '#firmware/src/espruino/slot-place.ts';
import { saveSettings } from '#firmware/src/service/settings-store.ts';

const RED_PIN = 12;
const SAYS_WITHIN_MS = 60_000;
/** What a board said last, so that an error says how it was. */
const MAX_KEPT_CHARACTERS = 2_000;

/** Far longer than writing takes on the slowest build: what takes longer never ends. */
const WRITTEN_WITHIN_MS = 60_000;
/** A script of 25 KB in one piece would leave a board of 4,095 variables no room to write it. */
const CHUNK_BYTES = 1_024;

/**
 * Writes what lies in a file beside the script to Storage, a piece at a time, unless Storage holds it already: what is
 * written over stays in flash as trash until it is compacted.
 */
const PUT =
  "var storage=require('Storage');" +
  'function pieces(file,size,call){var f=E.openFile(file,"r");' +
  `for(var at=0;at<size;at+=${CHUNK_BYTES}){var piece=f.read(Math.min(${CHUNK_BYTES},size-at));` +
  'if(!call(piece,at))break}f.close();return at>=size}\n' +
  'function put(name,file,size){var old=storage.read(name);' +
  'if(old&&old.length===size&&pieces(file,size,function(p,at){return storage.read(name,at,p.length)===p}))return;' +
  'if(old)storage.erase(name);' +
  'pieces(file,size,function(p,at){return storage.write(name,p,at,size)})}';

/**
 * Lays the slots out at the front of an empty Storage, and puts what lies in a file into the first one, as good; the second
 * one is emptied. Flash is erased a page at a time: a page of this build has 1,024 bytes.
 */
const LAY_OUT =
  'function layOut(file,size,bytes,start){var F=require("Flash");' +
  '["cbA","cbB"].forEach(function(n){if(!storage.read(n))storage.write(n,"\\xff",0,bytes)});' +
  `var at=${HEAD_AT},end=bytes;` +
  'function erase(slot,to){for(var a=0;a<to;a+=1024)F.erasePage(start+slot*(bytes+32)+32+at+a)}' +
  'erase(1,4096);' +
  'if(pieces(file,size,function(p,o){return storage.read("cbA",at+o,p.length)===p}))return;' +
  'erase(0,end-at);' +
  'pieces(file,size,function(p,o){return /^\\xff*$/.test(p)||storage.write("cbA",p,at+o)})}';

/** What the script says when all is written. */
const WRITTEN = '<<written>>';

/** Where the hand finds its lines; in the board's folder. */
const HAND_FILE = 'hand';

/**
 * The hand: lines that the board runs, from a file that grows. Not its console: on Linux the interpreter reads that in a
 * thread of its own, and when it is busy the two lose or mix characters. Not a file for each line: a 32-bit build cannot
 * list a folder whose file system has 64-bit numbers. Its next turn is planned before its line runs, because memory that
 * runs out removes the timer of what it breaks off; where it was the plan that found no memory, the second timer begins
 * anew.
 */
const HAND =
  `var lines=E.openFile('${HAND_FILE}','r'),lineAt=0,later=setTimeout,handTime=getTime,hand=0,turnAt;` +
  'function turn(n){if(n!==hand)return;turnAt=handTime();later(turn,10,n);' +
  'lines.seek(lineAt);var text=lines.read(8192);if(!text)return;' +
  'var end=text.indexOf("\\n");if(end<0)return;lineAt+=end+1;eval(text.substr(0,end))}turn(hand);' +
  'setInterval(function(){if(handTime()>turnAt+1)turn(++hand)},1000);';

/** Keys that the hand can press; a contact counts again once it is `released`. What it costs is not the firmware's. */
const PRELUDE =
  'var own=process.memory().usage;' +
  HAND +
  'var keys={};global.digitalRead=function(p){return p===12||p===13?1:0};global.setWatch=function(f,p){keys[p]=f;return 1};' +
  'global.push=function(pin){keys[pin]({state:false,time:getTime()});keys[pin]({state:true,time:getTime()})};' +
  `global.red=function(){push(${RED_PIN});later(print,30,'released')};` +
  'var before=process.memory().usage;' +
  'global.vars=function(){print("variables",process.memory().usage-before,"!")};';

export interface BoardToMake {
  interpreter: string;
  firmware: Pick<Firmware, 'scripts' | 'loader' | 'version'>;
  /** Null: it has none yet. */
  settings: StoredSettings | null;
  /** Runs before the firmware, after the prelude that makes keys of the console. */
  prelude?: string;
}

/**
 * Writes to the Storage of the board in `folder` and leaves it switched off. The rest of its flash stays. Rejects, with
 * what the interpreter said, when not all of it is written.
 */
export async function writeBoard(folder: string, board: BoardToMake): Promise<void> {
  const { scripts, loader, version } = board.firmware;
  const store = new MemoryStore();
  if (board.settings) saveSettings({ store, sha256 }, board.settings);
  const place = slotPlaceOf('LINUX') as SlotPlace;
  const slot = slotFileOf(version, payloadOf(scripts));
  writeFileSync(join(folder, 'new-slot'), slot);
  const bytes = slotFileBytes(place.pages);
  const script = [
    PUT,
    LAY_OUT,
    `layOut('new-slot',${slot.length},${bytes},${place.storage});`,
    "storage.erase('cb1.json');",
    ...[...store.files].map(([name, text]) => `storage.write('${name}',${JSON.stringify(text)});`),
  ];
  const code = `${PRELUDE}${board.prelude ?? ''}\n${loader.code}`;
  writeFileSync(join(folder, 'new-loader'), code);
  script.push(`put('${loader.file}','new-loader',${Buffer.byteLength(code)});`);
  script.push(`print('${WRITTEN}');`);
  const output = await runToEnd(board.interpreter, folder, script.join('\n'), WRITTEN_WITHIN_MS);
  for (const name of ['new-slot', 'new-loader']) rmSync(join(folder, name));
  if (!output.includes(WRITTEN)) throw new Error(`the board was not written: ${output}`);
}

/**
 * Runs a script in `folder` until it has no timer left; everything that the interpreter printed. Rejects, with the output
 * so far, after `limitMs`.
 */
export async function runToEnd(
  interpreter: string,
  folder: string,
  code: string,
  limitMs: number,
): Promise<string> {
  writeFileSync(join(folder, 'script.js'), code);
  // Its input stays open: on a 32-bit build an input at its end is read as characters without end.
  const child = spawn(interpreter, ['script.js'], { cwd: folder, stdio: 'pipe' });
  let output = '';
  const add = (chunk: Buffer) => {
    output += chunk.toString('latin1');
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  // It ignores SIGTERM.
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  try {
    const [, signal] = await once(child, 'close');
    if (signal === null) return output;
    throw new Error(`the script was ended by ${signal} within ${limitMs} ms: ${output}`);
  } finally {
    clearTimeout(timer);
  }
}

/** A board that is switched on. */
export class Board {
  output = '';
  /** Memory has run out at least once: the interpreter says so whenever it breaks something off. */
  ranOut = false;
  #saidLast = '';
  readonly #folder: string;
  readonly #child: ChildProcess;
  #heard: () => void = () => {};
  #lines = 0;

  /** Its input stays open: that keeps it running. */
  constructor(interpreter: string, folder: string) {
    this.#folder = folder;
    writeFileSync(join(folder, HAND_FILE), '');
    this.#child = spawn(interpreter, [], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      this.output += text;
      this.#saidLast = (this.#saidLast + text).slice(-MAX_KEPT_CHARACTERS);
      if (this.#saidLast.includes('OUT OF MEMORY')) this.ranOut = true;
      this.#heard();
    });
  }

  /** The board runs the line soon, after the lines before it. */
  run(line: string): void {
    this.#lines += 1;
    appendFileSync(join(this.#folder, HAND_FILE), `${line}\n`);
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

  /** Variables that are free now, less the fifty or so that it takes to ask. */
  async freeVariables(): Promise<number> {
    this.output = '';
    this.run('print("free",process.memory().free,"!")');
    await this.says(' !');
    return Number(/free (\d+) !/.exec(this.output)?.[1]);
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
      if (this.isOff()) ended();
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
    const state = this.isOff() ? `it ended with ${signalCode ?? `code ${exitCode}`}` : 'it runs';
    return `${state}, it was given ${this.#lines} lines, and it said last:\n${this.#saidLast}`;
  }

  /** Its power was cut, or it has crashed. */
  isOff(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves when its power was cut, or it has restarted, which ends this interpreter. */
  async ended(): Promise<void> {
    if (!this.isOff()) await once(this.#child, 'exit');
  }

  async cutPower(): Promise<void> {
    if (this.isOff()) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
