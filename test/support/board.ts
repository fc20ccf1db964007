// A board for tests: the built script in the Storage of the real interpreter, whose console is the test's hand.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { buildFirmware } from '#firmware/build/firmware.ts';
import type { SettingsFile } from '#firmware/src/core/stored.d.ts';
import { interpreter } from './interpreter.ts';

const RED_PIN = 12;

/** Keys that the console can press. What it costs is not the firmware's. */
const PRELUDE =
  'var keys={};global.digitalRead=function(){return 1};global.setWatch=function(f,p){keys[p]=f;return 1};' +
  `global.red=function(){keys[${RED_PIN}]({state:false,time:getTime()});keys[${RED_PIN}]({state:true,time:getTime()})};` +
  'var before=process.memory().usage;' +
  'global.vars=function(){print("variables",process.memory().usage-before,"!")};';

export interface BoardIdentity {
  deviceId: string;
  secret: Uint8Array;
}

/** Writes to a board's Storage and leaves it switched off. The rest of its flash stays. */
export async function provision(
  folder: string,
  identity: BoardIdentity,
  port: number,
): Promise<void> {
  const { main, service } = await buildFirmware();
  const settings: SettingsFile = {
    deviceId: identity.deviceId,
    keyVersion: 1,
    key: Buffer.from(identity.secret).toString('hex'),
    main: { host: '127.0.0.1', port },
  };
  const script = [
    `require('Storage').writeJSON('cb.json',${JSON.stringify(settings)});`,
    `require('Storage').write('.bootcde',${JSON.stringify(PRELUDE + main.code)});`,
    `require('Storage').write('cbservice',${JSON.stringify(service.code)});`,
  ];
  writeFileSync(join(folder, 'provision.js'), script.join('\n'));
  const child = spawn(interpreter!, ['provision.js'], { cwd: folder, stdio: 'ignore' });
  await once(child, 'exit');
}

/** A provisioned board, switched off: the folder that holds its flash. */
export async function board(identity: BoardIdentity, port: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-board-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await provision(folder, identity, port);
  return folder;
}

/** A board that is switched on. */
export class RunningBoard {
  output = '';
  private readonly child: ChildProcess;

  /** Its input stays open: that keeps it running, and is its console. */
  constructor(folder: string) {
    this.child = spawn(interpreter!, [], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout?.on('data', (bytes: Buffer) => {
      this.output += bytes.toString('latin1');
    });
    onTestFinished(() => this.cutPower());
  }

  type(line: string): void {
    this.child.stdin?.write(`\x10${line}\n`);
  }

  /** A short word, because the interpreter drops input while it is busy. */
  pressRed(): void {
    this.type('red()');
  }

  /** What the running firmware holds of the interpreter's variables. */
  async variables(): Promise<number> {
    this.type('vars()');
    await this.says(' !');
    return Number(/variables (\d+) !/.exec(this.output)?.[1]);
  }

  async says(text: string): Promise<void> {
    await vi
      .waitUntil(() => this.output.includes(text), { timeout: 10_000 })
      .catch(() => {
        throw new Error(`the board did not say ${JSON.stringify(text)}: ${this.output}`);
      });
  }

  async cutPower(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
