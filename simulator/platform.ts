// The stand-in service platform: a real HTTP server that checks every signature, accepts, telephones back, and reports.

import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { PRESS_EVENT_TYPE, type PressEvent } from '#gateway/destinations/event.ts';
import { signedHeaders } from '#gateway/system/signed-headers.ts';
import type { PlatformMode } from './plan.ts';

/** One press as the platform received it. */
export interface ReceivedPress {
  /** The CloudEvents id: device_id/boot_id/seq. */
  id: string;
  /** Every call_id that it came under. More than one is a fault of the gateway. */
  callIds: Set<string>;
  /** Deliveries that were answered with 2xx, repeated ones included. */
  times: number;
  formerCallId?: string;
}

/** One delivery whose signature was good. */
export interface PlatformDelivery {
  event: PressEvent;
  /** The status that it got. */
  status: number;
}

export interface PlatformOptions {
  secret: string;
  /** How long somebody takes to telephone back, milliseconds; undefined: nobody does. */
  answerAfterMs?: () => number;
  /** The HTTP status that a delivery gets while the platform works. Default 200. */
  status?: () => number;
  /** Called for each request that came, before anything is answered; undefined: its signature was wrong. */
  onHeard?: (event: PressEvent | undefined) => void;
  /** Called with what the gateway answered to a report that somebody telephoned back; 0: it could not be reached. */
  onReport?: (callId: string, status: number) => void;
  /** Called before the answer goes out. Who listens keeps its own books: `received` stays empty then. */
  onDelivery?: (delivery: PlatformDelivery) => void;
  /** Called before it reports on a call: what it had answered with 202 of it counts as accepted from here on. */
  onTaken?: (event: PressEvent) => void;
  /** Called for each notice (missed deadline, case) that is accepted; may be the same one again. */
  onNotice?: (event: NoticeEvent) => void;
}

/** What every event but a press has in common here. */
export interface NoticeEvent {
  id: string;
  type: string;
}

/** A gateway that takes longer is tried again. */
const REPORT_WITHIN_MS = 5_000;
/** HTTP's 404: of another gateway, or long over. */
const NO_SUCH_CALL = 404;
const CLOSED_AT_ONCE = 20;

export class StandInPlatform {
  readonly received = new Map<string, ReceivedPress>();
  /** Deliveries whose signature was wrong: none of them is believed. */
  forged = 0;
  readonly #options: PlatformOptions;
  readonly #webhook: Webhook;
  #server: Server;
  #port = 0;
  #mode: PlatformMode = { mode: 'well' };
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #answering = new Set<string>();
  /** What was answered with 202, by call. */
  readonly #untold = new Map<string, PressEvent[]>();
  /** Calls on which it has reported: what it answers with 202 of them needs no further report. */
  readonly #reported = new Set<string>();
  readonly #calls = new Set<string>();
  readonly #changed = new EventEmitter();
  #reportsTo: string | undefined;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.#webhook = new Webhook(options.secret);
    this.#server = this.#makeServer();
  }

  /** Listens on loopback and returns the address for the gateway's webhook. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) =>
        reject(
          new Error(
            `the platform's port ${port} can't be used (${error.message}): choose another`,
            { cause: error },
          ),
        ),
      );
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.#port}/events`;
  }

  /** Where reports go: the gateway's HTTP address, such as http://127.0.0.1:8080. */
  reportTo(gateway: string): void {
    this.#reportsTo = gateway;
  }

  /** From now on deliveries fare like this. */
  async setMode(mode: PlatformMode): Promise<void> {
    const wasDown = this.#mode.mode === 'down';
    this.#mode = mode;
    if (mode.mode === 'down' && !wasDown) await this.#close();
    // What hangs is cut, as a platform does it that is started anew.
    if (mode.mode === 'well' && !wasDown) this.#server.closeIdleConnections();
    if (mode.mode !== 'down' && wasDown) {
      this.#server = this.#makeServer();
      await this.start(this.#port);
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#close();
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

  /** Reports a stage of a call. Returns the gateway's HTTP status; 0 when it can't be reached. */
  async report(callId: string, stage: string): Promise<number> {
    const body = JSON.stringify({ call_id: callId, stage });
    const now = new Date();
    const id = `${callId}/${stage}`;
    try {
      const response = await fetch(`${this.#reportsTo}/v1/reports`, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(REPORT_WITHIN_MS),
        headers: {
          'content-type': 'application/json',
          ...signedHeaders([this.#webhook], id, now, body),
        },
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }

  /** Reports every call as closed: the gateway is left as it was found. Gives up at the first that fails. */
  async closeCalls(): Promise<void> {
    const calls = [...this.#calls];
    for (let from = 0; from < calls.length; from += CLOSED_AT_ONCE) {
      const portion = calls.slice(from, from + CLOSED_AT_ONCE);
      const answers = await Promise.all(portion.map((callId) => this.report(callId, 'closed')));
      if (answers.some((status) => status !== 200)) return;
    }
  }

  #makeServer(): Server {
    return createServer((request, response) => void this.#receive(request, response));
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = await this.#read(request);
    this.#options.onHeard?.(event);
    const mode = this.#mode;
    if (mode.mode === 'hang') return;
    const answer = () => this.#answer(event, response);
    if (mode.mode === 'slow') this.#later(mode.delayMs, answer);
    else answer();
  }

  /** The event in a delivery, or undefined when its signature is wrong. */
  async #read(request: IncomingMessage): Promise<PressEvent | undefined> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      this.#webhook.verify(body, request.headers as Record<string, string>);
      return JSON.parse(body.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  #answer(event: PressEvent | undefined, response: ServerResponse): void {
    // A gateway that gave up takes its delivery back: it would count as accepted here and nowhere else.
    if (response.destroyed || response.socket?.destroyed) return;
    if (event === undefined) {
      this.forged++;
      response.writeHead(401).end();
      return;
    }
    const mode = this.#mode;
    const status = mode.mode === 'status' ? mode.status : (this.#options.status?.() ?? 200);
    if (event.type !== PRESS_EVENT_TYPE) {
      if (status < 300) this.#options.onNotice?.(event);
      response.writeHead(status).end();
      return;
    }
    const { call_id: callId } = event.data;
    this.#options.onDelivery?.({ event, status });
    if (status === 202) {
      this.#untold.set(callId, [...(this.#untold.get(callId) ?? []), event]);
      if (this.#reported.has(callId)) this.#take(callId);
    }
    if (status < 300) {
      this.#calls.add(callId);
      if (!this.#options.onDelivery) this.#remember(event);
      this.#telephoneBack(callId);
    } else this.#changed.emit('refusal');
    response.writeHead(status).end();
  }

  #remember({ id, data }: PressEvent): void {
    const { call_id: callId, former_call_id: formerCallId } = data;
    const press: ReceivedPress = this.received.get(id) ?? {
      id,
      callIds: new Set<string>(),
      times: 0,
      ...(formerCallId === undefined ? {} : { formerCallId }),
    };
    press.callIds.add(callId);
    press.times++;
    this.received.set(id, press);
    this.#changed.emit('press', press);
  }

  /** Once per call; reported again every second until the gateway has it, or says that it knows no such call. */
  #telephoneBack(callId: string): void {
    const { answerAfterMs } = this.#options;
    if (answerAfterMs === undefined || this.#answering.has(callId)) return;
    this.#answering.add(callId);
    this.#later(answerAfterMs(), async () => {
      this.#take(callId);
      const status = await this.report(callId, 'answered');
      this.#options.onReport?.(callId, status);
      if (status === NO_SUCH_CALL) return;
      if (status === 200) {
        this.#reported.add(callId);
        this.#take(callId);
        return;
      }
      this.#answering.delete(callId);
      this.#later(1_000, () => this.#telephoneBack(callId));
    });
  }

  /** What it has of the call is accepted by its report. */
  #take(callId: string): void {
    for (const event of this.#untold.get(callId) ?? []) this.#options.onTaken?.(event);
    this.#untold.delete(callId);
  }

  #later(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, milliseconds);
    this.#timers.add(timer);
  }
}
