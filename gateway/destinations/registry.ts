// The destinations while the gateway runs: started, exchanged by a reload, and heard.
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/index.ts';
import type { Destination, Destinations } from '../domain/ports/destination.ts';
import { destinationsOf, type GatewayPorts } from '../ports.ts';

type Secrets = GatewayPorts['secrets'];

export class DestinationRegistry implements Destinations {
  /** The processes behind destinations. */
  readonly #hosts: Pick<GatewayPorts, 'flows' | 'desk'>;
  /** Called once for each, before it is started. */
  readonly #lend: (destination: Destination) => void;
  #all: Readonly<Record<string, Destination>>;
  #secrets: Secrets;

  constructor(
    ports: Pick<GatewayPorts, 'destinations' | 'secrets' | 'flows' | 'desk'>,
    lend: (destination: Destination) => void,
  ) {
    this.#all = ports.destinations;
    this.#secrets = ports.secrets;
    this.#hosts = { flows: ports.flows, desk: ports.desk };
    this.#lend = lend;
  }

  get all(): Readonly<Record<string, Destination>> {
    return this.#all;
  }

  find(name: string): Destination | undefined {
    return this.#all[name];
  }

  async start(): Promise<void> {
    await this.#hosts.flows?.start();
    for (const destination of Object.values(this.#all)) {
      this.#lend(destination);
      await destination.start();
    }
  }

  async stop(): Promise<void> {
    for (const destination of Object.values(this.#all)) await destination.stop();
    await this.#hosts.flows?.stop();
    await this.#hosts.desk?.stop();
  }

  /** One that is as it was stays, with its attempts under way. Returns those that are not needed any more. */
  async replace(before: Config, after: Config, secrets: Secrets): Promise<Destination[]> {
    const old = this.#all;
    const next = destinationsOf(after, secrets, this.#hosts);
    for (const [name, destination] of Object.entries(next)) {
      const settings = [before.destinations[name], this.#secrets[name]];
      const isSame = isDeepStrictEqual(settings, [after.destinations[name], secrets[name]]);
      const kept = isSame ? old[name] : undefined;
      if (kept === undefined) {
        this.#lend(destination);
        await destination.start();
      } else next[name] = kept;
      kept?.renew?.();
    }
    this.#all = next;
    this.#secrets = secrets;
    return Object.entries(old).flatMap(([name, destination]) =>
      next[name] === destination ? [] : [destination],
    );
  }
}
