// What the tests of flows share: a real process with a flow of the test's, and the log by which they follow it.
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#gateway/domain/ports/log.ts';
import { ConfiguredLogin } from '#gateway/flows/editor-login.ts';
import { FlowHost, type FlowHostOptions } from '#gateway/flows/host.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { hashPassword } from '#gateway/system/password.ts';
import { awaited } from '#test/support/until.ts';

export interface Node {
  id: string;
  type: string;
  wires?: string[][];
  [field: string]: unknown;
}

/** Nodes on one tab. */
export function flowOf(...nodes: Node[]): object[] {
  const placed = nodes.map((node) => ({ z: 'tab', name: '', x: 100, y: 100, wires: [], ...node }));
  return [{ id: 'tab', type: 'tab', label: 'test', disabled: false, info: '' }, ...placed];
}

/** Every event goes through a function node with this body, and then to a progress node that msg.stage tells. */
export function flowThrough(func: string): object[] {
  return flowOf(
    { id: 'event', type: 'call-button event', what: 'all', tests: 'all', wires: [['function']] },
    { id: 'function', type: 'function', func, outputs: 1, libs: [], wires: [['progress']] },
    { id: 'progress', type: 'call-button progress', stage: 'message' },
  );
}

export class KeptLog implements Log {
  readonly entries: { fields: Record<string, unknown>; message: string }[] = [];
  readonly #written = new EventEmitter();

  info(fields: object, message: string): void {
    this.entries.push({ fields: { ...fields }, message });
    this.#written.emit('one');
  }
  warn = this.info;
  error = this.info;

  /** Resolves with the next entry of this message that comes after the first `after` ones. */
  async when(message: string, after = 0): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.entries.slice(after).find((entry) => entry.message === message);
      if (found) return found.fields;
      await awaited(once(this.#written, 'one'), () => {
        const said = this.entries.map((entry) => entry.message).join('\n');
        return `the log entry "${message}"; it has:\n${said}`;
      });
    }
  }
}

export const PASSWORD = 'correct horse';

export interface RunningFlows {
  host: FlowHost;
  log: KeptLog;
  data: string;
  /** Resolves when what is deployed takes calls, after so many entries of the log. */
  up(after?: number): Promise<void>;
  close(): Promise<void>;
}

/** With `flow` deployed, or the default flow; not started. */
export async function makeFlows(
  flow?: object[],
  options: Partial<FlowHostOptions> = {},
): Promise<RunningFlows> {
  const data = await mkdtemp(join(tmpdir(), 'call-button-flows-'));
  if (flow) {
    await mkdir(join(data, 'flows'));
    await writeFile(join(data, 'flows/flows.json'), JSON.stringify(flow));
  }
  const log = new KeptLog();
  const passwordHash = await hashPassword(PASSWORD);
  const users = [
    { name: 'ann', role: 'admin', passwordHash } as const,
    { name: 'bob', role: 'operator', passwordHash } as const,
  ];
  const host = new FlowHost({
    data,
    language: 'en-US',
    editor: undefined,
    login: new ConfiguredLogin(users),
    heapMb: 128,
    unresponsiveMs: 1_500,
    functionTimeoutMs: 300,
    restarts: { pausesMs: [1], safeAfter: 1_000, safeMs: 60_000 },
    clock: systemClock,
    log,
    ...options,
  });
  const up = async (after = 0) => void (await log.when('flows take calls', after));
  const close = async () => {
    await host.stop();
    await rm(data, { recursive: true, force: true });
  };
  return { host, log, data, up, close };
}

/** The same, started. */
export async function runFlows(...how: Parameters<typeof makeFlows>): Promise<RunningFlows> {
  const flows = await makeFlows(...how);
  await flows.host.start();
  return flows;
}
