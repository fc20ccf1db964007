// The destination of type `flow`: what is routed to it comes out of the event nodes of the flows.

import { eventOf } from '../destinations/event.ts';
import type { Delivery, Destination, LinkState, Outcome } from '../domain/ports/destination.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import type { FlowHost } from './host.ts';

const STOPPED: Outcome = {
  kind: 'failed',
  code: 'FLOW_DOWN',
  detail: OUTCOMES.destinationEnded.en,
};
const NOT_YET: Outcome = {
  kind: 'failed',
  code: 'FLOW_DOWN',
  detail: OUTCOMES.flowsNextStart.en,
};
const GAVE_UP: Outcome = { kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.gaveUp.en };

export class FlowDestination implements Destination {
  readonly name: string;
  readonly #host: FlowHost | undefined;
  readonly #source: string;
  #isStopped = true;

  /**
   * `source` names this gateway in the CloudEvents. The host is started and stopped by others; it is undefined
   * when flows were added to the configuration while the gateway runs.
   */
  constructor(name: string, host: FlowHost | undefined, source: string) {
    this.name = name;
    this.#host = host;
    this.#source = source;
  }

  get link(): LinkState | undefined {
    return this.#host?.link;
  }

  async start(): Promise<void> {
    this.#isStopped = false;
    this.#host?.admit(this.name);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#host?.dismiss(this.name);
  }

  carries(): boolean {
    return true;
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return GAVE_UP;
    if (this.#isStopped) return STOPPED;
    if (this.#host === undefined) return NOT_YET;
    const isPress = delivery.kind === 'press';
    const event = eventOf(delivery, this.#source);
    const callId = isPress ? delivery.press.callId : undefined;
    const isRed = isPress && delivery.press.key === 'red';
    const offered = { destination: this.name, eventId: event.id, callId };
    return await this.#host.offer(offered, event, isRed, signal);
  }
}
