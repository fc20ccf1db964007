// The desk of a benchmark: a real process as `call-button desk` starts it, with pages that are open and a gateway that posts.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../gateway-process.ts';
import type { Tell } from './model.ts';
import { Part } from './part.ts';
import type { PagesToOpen } from './parts/desk-pages.ts';
import { BENCH_SECRET } from './parts/devices.ts';
import type { Scope } from './scope.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMPILED = join(ROOT, 'dist/gateway/cli/bin.js');
const EVENTS = new URL('./parts/desk-events.ts', import.meta.url);
const PAGES = new URL('./parts/desk-pages.ts', import.meta.url);

/** A slow start is a figure, not a failure. */
const READY_WITHIN_MS = 180_000;
const LOOK_MS = 50;

const OFFICER = { name: 'officer', password: 'as long as it must be' };

export interface RunningDesk {
  pid: number;
  /** Without a path. */
  url: string;
  /** Of an officer who is logged in. */
  cookie: string;
  /** It answers the calls of `parts/desk-events.ts`. */
  events: Part;
}

const run = promisify(execFile);
let compiled: Promise<unknown> | undefined;

/** As it is installed: the tools that run it from its source have a quarter of its memory. Once for all measurements. */
export async function compileDesk(tell: Tell): Promise<void> {
  if (compiled === undefined) tell('compiles the package, as `npm pack` does');
  compiled ??= run(process.execPath, ['--import', 'tsx', 'gateway/build/package.ts'], {
    cwd: ROOT,
  });
  await compiled;
}

/** `data`: its folder, with what is in there; undefined: a fresh one. */
export async function startDesk(scope: Scope, data?: string): Promise<RunningDesk> {
  const folder = await scope.folder();
  const secret = join(folder, 'secret');
  await writeFile(secret, BENCH_SECRET, { mode: 0o600 });
  const events = await Part.start(scope, EVENTS);
  const port = await freePort();
  const reports = await events.call<string>('start');
  const own = ['--data', data ?? join(folder, 'data'), '--port', `${port}`, '--reports', reports];
  // By its first line, as an installed command runs: that sets how memory is shared out.
  const child = spawn(COMPILED, ['desk', ...own, '--secret', secret], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the desk ended with code ${code}`);
  });
  ended.catch(() => {});
  await scope.onStop(async () => {
    child.kill('SIGKILL');
    await ended.catch(() => {});
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([serves(url), ended]);
  return { pid: child.pid as number, url, cookie: await firstAccount(url), events };
}

/** Resident memory, bytes. */
export async function residentOf(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', `${pid}`]);
  return Number(stdout) * 1_024;
}

/** Resolves when each has heard what is open. It answers the calls of `parts/desk-pages.ts`. */
export async function openPages(
  scope: Scope,
  { url, cookie }: RunningDesk,
  count: number,
): Promise<Part> {
  const pages = await Part.start(scope, PAGES);
  await pages.call('open', { url, cookie, count } satisfies PagesToOpen);
  return pages;
}

/** The cookie of its session. */
async function firstAccount(url: string): Promise<string> {
  const response = await fetch(`${url}/api/first-account`, {
    method: 'POST',
    headers: { 'x-call-button': 'desk' },
    body: JSON.stringify(OFFICER),
  });
  await response.arrayBuffer();
  const [cookie] = response.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`no account: HTTP ${response.status}`);
  return cookie.split(';')[0] as string;
}

async function serves(url: string): Promise<void> {
  for (let waited = 0; waited < READY_WITHIN_MS; waited += LOOK_MS) {
    const response = await fetch(`${url}/api/session`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await setTimeoutAsync(LOOK_MS);
  }
  throw new Error(`the desk was not ready within ${READY_WITHIN_MS / 1e3} s`);
}
