// What every open page hears at once: all open calls when it comes or comes back, then each change.
import type { ServerResponse } from 'node:http';
import type { CallState } from './call-record.ts';
import type { Desk } from './desk.ts';

/** A page that reads nothing is cut above this; it comes back and hears everything anew. */
const MAX_UNREAD_BYTES = 1 << 20;
/** So that a page notices a dead line, and no proxy takes this one for idle. */
const BEAT_MS = 5_000;

export class Streams {
  readonly #desk: Desk;
  readonly #pages = new Set<ServerResponse>();
  readonly #beat: NodeJS.Timeout;

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.events.on('changed', ({ state, record }) => {
      this.#tellAll('call', { call: state, step: record.what.step, by: record.by });
    });
    desk.events.on('duty', (officers) => this.#tellAll('duty', { officers }));
    this.#beat = setInterval(() => this.#tellAll('beat', {}), BEAT_MS);
    this.#beat.unref();
  }

  /** From now on the page at the other end hears everything. */
  open(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
    const calls: CallState[] = this.#desk.calls();
    response.write(eventOf('all', { calls, officers: this.#desk.onDuty }));
  }

  close(): void {
    clearInterval(this.#beat);
    for (const response of this.#pages) response.destroy();
    this.#pages.clear();
  }

  #tellAll(name: string, data: object): void {
    const event = eventOf(name, data);
    for (const response of this.#pages) {
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
      else response.write(event);
    }
  }
}

/** Server-Sent Events: HTML standard, 9.2.6. JSON has no line breaks. */
function eventOf(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
