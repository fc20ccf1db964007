// The other end of a part: answers calls over IPC, and ends when whoever started it is gone.
import { stackOf } from '#gateway/domain/reason.ts';

export interface Call {
  id: number;
  name: string;
  argument: unknown;
}

export interface FunctionResult {
  id: number;
  value?: unknown;
  error?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a call carries what the function of that name takes.
type Functions = Record<string, (argument: any) => unknown>;

/** Resident memory after a collection, bytes. */
export function memory(): number {
  for (let times = 0; times < 3; times++) globalThis.gc?.();
  return process.memoryUsage().rss;
}

/** Bytes, after a collection. */
export interface MemoryUse {
  resident: number;
  /** On V8's heap, and what its objects hold outside. */
  heap: number;
}

export function memoryUse(): MemoryUse {
  const resident = memory();
  const { heapUsed, external } = process.memoryUsage();
  return { resident, heap: heapUsed + external };
}

/** `memory`, and the most that the process has had at any time, garbage included; bytes. */
export function memoryNow(): { memoryAfter: number; memoryPeak: number } {
  return { memoryAfter: memory(), memoryPeak: process.resourceUsage().maxRSS * 1_024 };
}

/** CPU time that this process has used, milliseconds: one that grows like the clock is the bottleneck. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export function serve(functions: Functions): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, name, argument }: Call) => {
    let answer: FunctionResult;
    try {
      const called = functions[name];
      if (called === undefined) throw new Error(`no function "${name}"`);
      answer = { id, value: await called(argument) };
    } catch (error) {
      answer = { id, error: stackOf(error) };
    }
    process.send?.(answer);
  });
}
