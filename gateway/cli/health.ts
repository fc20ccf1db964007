// `call-button gateway --ready`: asks the gateway that runs with this configuration whether it is ready, for a container's health check.
import type { Config } from '../config/index.ts';
import { reasonOf } from '../domain/reason.ts';
import { reachable } from '../system/interfaces.ts';

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
