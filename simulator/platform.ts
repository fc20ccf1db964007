// The stand-in service platform: a real HTTP server that checks every signature, accepts, telephones back, and reports.
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** One press as the platform received it. */
export interface ReceivedPress {
  /** The CloudEvents id: device_id/boot_id/seq. */
  id: string;
  /** Every call_id that it came under. More than one is a fault of the gateway. */
  callIds: Set<string>;
  /** Deliveries, repeated ones included. */
  times: number;
  formerCallId?: string;
}

export interface PlatformOptions {
  secret: string;
  /** How long somebody takes to telephone back, milliseconds; undefined: nobody does. */
  answerAfterMs?: () => number;
  /** The HTTP status that a delivery gets. Default 200. */
  status?: () => number;
}

interface Event {
  id: string;
  data: { call_id: string; former_call_id?: string };
}

export class StandInPlatform {
  readonly received = new Map<string, ReceivedPress>();
  /** Deliveries whose signature was wrong: none of them is believed. */
  forged = 0;
  readonly #options: PlatformOptions;
  readonly #webhook: Webhook;
  readonly #server: Server;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #answering = new Set<string>();
  readonly #changed = new EventEmitter();
  #reportsTo: string | undefined;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.#webhook = new Webhook(options.secret);
    this.#server = createServer((request, response) => {
      void this.#receive(request).then((status) => response.writeHead(status).end());
    });
  }

  /** Listens on loopback and gives back the address for the gateway's webhook. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}/events`;
  }

  /** Where reports go: the gateway's HTTP address, such as http://127.0.0.1:8080. */
  reportTo(gateway: string): void {
    this.#reportsTo = gateway;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** The next press that is delivered from now on. */
  async nextPress(): Promise<ReceivedPress> {
    const [press] = await once(this.#changed, 'press');
    return press;
  }

  /** The next delivery that gets an error status from now on. */
  async nextRefusal(): Promise<void> {
    await once(this.#changed, 'refusal');
  }

  /** Resolves when `is` holds for what was received; looked at after every delivery. */
  async until(is: (received: ReadonlyMap<string, ReceivedPress>) => boolean): Promise<void> {
    while (!is(this.received)) await this.nextPress();
  }

  /** Reports a stage of a call. Gives back the gateway's HTTP status; 0 when it can't be reached. */
  async report(callId: string, stage: string): Promise<number> {
    const body = JSON.stringify({ call_id: callId, stage });
    const now = new Date();
    const id = `${callId}/${stage}`;
    try {
      const response = await fetch(`${this.#reportsTo}/v1/reports`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': this.#webhook.sign(id, now, body),
        },
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }

  async #receive(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    let event: Event;
    try {
      this.#webhook.verify(body, request.headers as Record<string, string>);
      event = JSON.parse(body.toString('utf8'));
    } catch {
      this.forged++;
      return 401;
    }
    const status = this.#options.status?.() ?? 200;
    if (status < 300) this.#take(event);
    else this.#changed.emit('refusal');
    return status;
  }

  #take({ id, data }: Event): void {
    const { call_id: callId, former_call_id: formerCallId } = data;
    const press: ReceivedPress = this.received.get(id) ?? {
      ...{ id, callIds: new Set<string>(), times: 0 },
      ...(formerCallId === undefined ? {} : { formerCallId }),
    };
    press.callIds.add(callId);
    press.times++;
    this.received.set(id, press);
    this.#changed.emit('press', press);
    this.#telephoneBack(callId);
  }

  /** Once per call; reported again every second until the gateway has it. */
  #telephoneBack(callId: string): void {
    const { answerAfterMs } = this.#options;
    if (answerAfterMs === undefined || this.#answering.has(callId)) return;
    this.#answering.add(callId);
    this.#later(answerAfterMs(), async () => {
      const status = await this.report(callId, 'answered');
      if (status === 200) return;
      this.#answering.delete(callId);
      this.#later(1_000, async () => this.#telephoneBack(callId));
    });
  }

  #later(milliseconds: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, milliseconds);
    this.#timers.add(timer);
  }
}
