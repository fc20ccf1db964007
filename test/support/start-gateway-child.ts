// Starts a gateway in a process of its own that can be killed, by itself (`killAt`) or by the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { ChildOptions } from './gateway-child.ts';

const CHILD = new URL('./gateway-child.ts', import.meta.url).pathname;

export interface GatewayChild {
  process: ChildProcess;
  mqttPort: number;
  httpPort: number;
}

/** Serves until it is killed, at the latest when the test is over. Ports of 0 are chosen for it. */
export async function startGatewayChild(options: ChildOptions): Promise<GatewayChild> {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const args = ['--import', 'tsx', CHILD, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: [...stdio] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(child.stdout!, 'data');
  const [, mqttPort, httpPort] = String(line).trim().split(' ').map(Number);
  return { process: child, mqttPort: mqttPort!, httpPort: httpPort! };
}
