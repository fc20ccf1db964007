// The destination of type `desk`: a webhook to the gateway's own desk, signed and answered as any other.
import { WebhookDestination, type WebhookOptions } from '../destinations/webhook.ts';
import type { Delivery, Destination, LinkState, Outcome } from '../domain/ports/destination.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import type { OwnDesk } from './host.ts';

export type DeskDestinationOptions = Pick<WebhookOptions, 'name' | 'source' | 'utc' | 'hosts'>;

const NOT_YET = {
  kind: 'failed',
  code: 'UNREACHABLE',
  detail: OUTCOMES.deskNextStart.en,
} as const;

export class DeskDestination implements Destination {
  readonly name: string;
  readonly #desk: OwnDesk | undefined;
  readonly #options: DeskDestinationOptions;
  #webhook: WebhookDestination | undefined;
  #isStopped = true;

  /** `desk` is undefined when it was switched on in the configuration while the gateway runs. */
  constructor(desk: OwnDesk | undefined, options: DeskDestinationOptions) {
    this.name = options.name;
    this.#desk = desk;
    this.#options = options;
  }

  /** While the process is down it knows why; else the connection knows more. */
  get link(): LinkState | undefined {
    const process = this.#desk?.link;
    return process?.isUp === true ? (this.#webhook?.link ?? process) : process;
  }

  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#desk?.admit(this.name);
    await this.#open();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#webhook?.stop();
    await this.#desk?.dismiss(this.name);
  }

  renew(): void {
    this.#webhook?.renew();
  }

  carries(): boolean {
    return true;
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    if (this.#webhook === undefined) await this.#open();
    if (this.#webhook) return await this.#webhook.deliver(delivery, signal);
    const detail = this.#desk?.link?.reason;
    return detail === undefined ? NOT_YET : { ...NOT_YET, detail };
  }

  /** Without a certificate that can be read there is no way to it, which the desk itself says in the log. */
  async #open(): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined || this.#isStopped) return;
    const tls = await desk.trust().catch(() => null);
    if (tls === null || this.#webhook) return;
    this.#webhook = new WebhookDestination({
      ...this.#options,
      url: desk.eventsUrl,
      secret: desk.secret,
      ...(tls === undefined ? {} : { tls }),
    });
    await this.#webhook.start();
  }
}
