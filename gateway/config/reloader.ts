// Reloads the configuration on demand: one at a time, all of it or nothing, and says in the log what came of it.
import { GATEWAY_ERRORS, GatewayError } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Loaded } from './load.ts';
import { reloadable } from './reload.ts';
import type { Config } from './schema.ts';

export interface ReloaderDeps {
  /** What the gateway was started with. */
  config: Config;
  /** Reads everything anew. */
  load(): Promise<Loaded>;
  /** Swaps what is different. Everything in `next` has been read and checked. */
  apply(next: Loaded): Promise<void>;
  log: Log;
}

export class Reloader {
  readonly #deps: ReloaderDeps;
  #config: Config;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: ReloaderDeps) {
    this.#deps = deps;
    this.#config = deps.config;
  }

  /** What counts at this moment. */
  get config(): Config {
    return this.#config;
  }

  /** After those that were asked for before. Never rejects: a wrong configuration is logged, the old one stays. */
  reload(): Promise<void> {
    this.#running = this.#running.then(() => this.#reload());
    return this.#running;
  }

  async #reload(): Promise<void> {
    const { load, apply, log } = this.#deps;
    try {
      const loaded = await load();
      const { config, changed, needsRestart } = reloadable(this.#config, loaded.config);
      await apply({ ...loaded, config });
      this.#config = config;
      for (const path of needsRestart) {
        const code = 'CONFIG_NEEDS_RESTART';
        log.warn({ code, path, detail: GATEWAY_ERRORS[code] }, 'not reloaded');
      }
      if (loaded.doubt !== undefined) log.warn({ code: 'DEVICES_INVALID' }, loaded.doubt);
      log.info({ changed, devices: loaded.devices.length }, 'reloaded');
    } catch (error) {
      const code = error instanceof GatewayError ? { code: error.code } : {};
      log.error({ ...code, error }, 'not reloaded: the gateway goes on as before');
    }
  }
}
