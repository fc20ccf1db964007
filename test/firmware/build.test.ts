// The firmware's build: from TypeScript modules to one script that the interpreter runs as Node does.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildScript, FirmwareError } from '#firmware/build/firmware.ts';
import { interpreter, runScript } from '#test/support/interpreter.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Writes modules to a folder of their own; the entry is main.ts. */
function project(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-build-'));
  folders.push(folder);
  const sources = Object.keys(files).map((name) => join(folder, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { entry: join(folder, 'main.ts'), sources };
}

const PRINT = 'declare function print(...values: unknown[]): void;\n';

/** What a firmware does: classes that name themselves, forward references, bytes, tables, timers. */
const SAMPLE = {
  'main.ts': `${PRINT}
import { Fork, Ring } from './ring.ts';
import { frame, KEYS, label } from './frame.ts';
declare function require(name: string): { list(): string[] };
export const storage = require('Storage');
export function main(): void {
  const ring = Ring.sized(3);
  for (const key of KEYS) ring.push(key.code);
  print(ring.copy().sum(), ring instanceof Ring, Ring.made);
  print(new Fork(2).push(5).sum(), later(4));
  const bytes = frame('r\u00e9d', 0x1234);
  print(bytes.length, bytes[1], label(bytes));
  print(/^[A-Za-z0-9_-]+$/.test('cb_01'), 'a\u20ac'.length);
  const jobs: (() => number)[] = [];
  for (const key of KEYS) {
    const code = key.code;
    jobs.push(() => code * ring.size);
  }
  print(jobs.map((job) => job()).join());
  setTimeout(() => print('timer'), 5);
  Promise.resolve(7).then((n) => print('then', n ?? 0));
}
function later(n: number): number {
  return n > 0 ? n + even(n - 1) : 0;
}
function even(n: number): number {
  let total = 0;
  switch (n % 2) {
    case 0:
      total = later(n - 1);
      break;
    default:
      total = helper(n);
  }
  return total;
  function helper(m: number): number {
    return later(m - 1);
  }
}
main();
`,
  'ring.ts': `
export class Ring {
  static made = 0;
  readonly size: number;
  private readonly items: number[];
  constructor(size: number) {
    this.size = size;
    this.items = [];
    Ring.made++;
  }
  static sized(size: number): Ring {
    return new Ring(size);
  }
  copy(): Ring {
    const copy = new Ring(this.size);
    for (const item of this.items) copy.push(item);
    return copy;
  }
  push(item: number): void {
    if (this.items.length === this.size) this.items.shift();
    this.items.push(item);
  }
  sum(): number {
    return this.items.reduce((a, b) => a + b, 0);
  }
}
class Base {
  protected readonly items: number[];
  constructor() {
    this.items = [];
  }
  twin(): Base {
    return new Base();
  }
  sum(): number {
    return this.items.reduce((a, b) => a + b, this.twin().items.length);
  }
}
export class Fork extends Base {
  readonly factor: number;
  constructor(factor: number) {
    super();
    this.factor = factor;
  }
  push(item: number): Fork {
    this.items.push(item * this.factor);
    return this;
  }
}
`,
  'frame.ts': `
export const KEYS = [
  { name: 'green', code: 1 },
  { name: 'red', code: 2 },
];
const HEADER = 3;
export function frame(text: string, value: number): Uint8Array {
  const bytes = new Uint8Array(HEADER + text.length);
  new DataView(bytes.buffer).setUint16(0, value);
  for (let i = 0; i < text.length; i++) bytes[HEADER + i] = text.charCodeAt(i);
  return bytes;
}
export function label(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(HEADER)) text += byte.toString(16).padStart(2, '0');
  return text;
}
`,
};

const PRINTED = ['3 true 2', '10 6', '6 52 72e964', 'true 2', '3,6', 'then 7', 'timer'];

describe('a build', () => {
  it('is one ASCII script that prints in Node what the modules say', async () => {
    const { code, bytes } = await buildScript(project(SAMPLE));
    expect(bytes).toBe(code.length);
    expect(code).toMatch(/^[\x20-\x7e\n]+$/);
    const prelude = 'globalThis.print = console.log; globalThis.require = () => ({});';
    const run = spawnSync(process.execPath, ['-e', prelude + code], { encoding: 'utf8' });
    expect((run.stdout + run.stderr).trim().split('\n')).toEqual(PRINTED);
  });

  it('puts every function before the code of its scope', async () => {
    const { code } = await buildScript(project(SAMPLE));
    expect(code).toMatch(/^function \w+\(/);
  });

  it('resolves #names as package.json gives them', async () => {
    const { entry } = project({
      'package.json': '{"type":"module","imports":{"#protocol/*":"./*"}}',
      'main.ts': `${PRINT}import { topicUp } from '#protocol/topic.ts';\nprint(topicUp);\n`,
      'topic.ts': "export const topicUp = 'up';\n",
    });
    expect((await buildScript({ entry, sources: [] })).code).toContain('print("up")');
  });

  it('stops at a source that the interpreter would not run, and tells the place', async () => {
    const files = { 'main.ts': 'export const a = [1, 2];\nexport const b = [...a];\n' };
    const { entry, sources } = project(files);
    const failure = await buildScript({ entry, sources }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FirmwareError);
    expect(String(failure)).toContain(`${entry}:2:19 no-spread spread is a syntax error`);
  });

  it('stops at a bundle that the interpreter would not run, also when the sources are not checked', async () => {
    const { entry } = project({ 'main.ts': `${PRINT}print(new Map());\n` });
    const failure = await buildScript({ entry, sources: [] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FirmwareError);
    expect(String(failure)).toMatch(/call-button\.js:1:\d+ no-missing-global there is no Map/);
  });

  it('stops at a script for which Storage has no room', async () => {
    const build = buildScript({ ...project(SAMPLE), maxBytes: 100 });
    await expect(build).rejects.toThrow(/has \d+ bytes, and Storage has room for 100/);
  });

  it('names a module that is missing', async () => {
    const { entry } = project({ 'main.ts': "import './nowhere.ts';\n" });
    await expect(buildScript({ entry, sources: [] })).rejects.toThrow(/nowhere\.ts/);
  });
});

describe.skipIf(!interpreter)('a build on the Espruino interpreter', () => {
  it('prints what it prints in Node', async () => {
    const { code } = await buildScript(project(SAMPLE));
    expect((await runScript(code)).split('\n')).toEqual(PRINTED);
  });

  it('leaves only short names in the global scope, and takes none that the interpreter has', async () => {
    const { code } = await buildScript(project(SAMPLE));
    const names = 'Object.getOwnPropertyNames(global)';
    const added = `${names}.filter(function(n){return before.indexOf(n)<0})`;
    const script = `var before=[];before=${names};${code}print('left',${added}.join());`;
    const output = await runScript(script);
    const left = /left (.*)/.exec(output)?.[1]?.split(',') ?? [];
    expect(left.length).toBeGreaterThan(0);
    for (const name of left) expect(name).toMatch(/^(?!E$|[A-J]\d$)[A-Za-z_$]\w?$/);
  });
});
