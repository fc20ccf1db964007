// `call-button gateway --ready`: asks the gateway that runs with this configuration whether it is ready, for a container's health check.
import type { Config } from '../config/index.ts';
import { reasonOf } from '../domain/reason.ts';

/** A gateway that does not answer for so long is not ready, in ms. */
const PATIENCE_MS = 4_000;

/** 0 when it is ready, else 1, with the reason on standard error. */
export async function askReady({ http }: Pick<Config, 'http'>): Promise<number> {
  const url = `http://${reachable(http.host)}:${http.port}/readyz`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return 0;
    process.stderr.write(`${url}: ${answer.status} ${await answer.text()}\n`);
  } catch (error) {
    process.stderr.write(`${url}: ${reasonOf((error as Error).cause ?? error)}\n`);
  }
  return 1;
}

/** The address to ask at: one that listens on all of them is asked on this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
