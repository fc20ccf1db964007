// Pages of the duty desk, as many as asked, in one process: each hears the stream and says what it shows, as a browser's page does.
import { randomUUID } from 'node:crypto';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import type { CallState } from '#gateway/desk/call-record.ts';
import { cpuMs, serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

export interface PagesToOpen {
  /** Of the desk, without a path. */
  url: string;
  cookie: string;
  count: number;
}

export interface PagesHeard {
  /** On the clock of all processes: when each page had a call, by its id. */
  heardAt: Map<string, number>[];
  /** When the desk had answered the first page that said it shows the call. */
  shownAt: Map<string, number>;
  /** Times that a stream was cut, and opened anew. */
  reopened: number;
  /** Presses of the calls that are open, by what the first page heard. */
  presses: number;
}

/** As the desk's own page does it: `page/live.ts`. */
const TELL_MS = 3_000;
const MAX_SHOWN = 500;
const REOPEN_MS = 1_000;

const shownAt = new Map<string, number>();
let reopened = 0;
let pages: Page[] = [];

class Page {
  readonly heardAt = new Map<string, number>();
  readonly open = new Map<string, CallState>();
  readonly #url: string;
  readonly #cookie: string;
  readonly #id = randomUUID();
  readonly #agent = new Agent({ keepAlive: true });
  #isTelling = false;
  #isToldAgain = false;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
    setInterval(() => this.#tell(), TELL_MS);
  }

  /** Resolves with the first event. */
  listen(): Promise<void> {
    return new Promise((resolve) => {
      const again = () => {
        reopened += 1;
        setTimeout(() => void this.listen(), REOPEN_MS);
      };
      const headers = { cookie: this.#cookie };
      const stream = get(`${this.#url}/api/stream`, { headers, agent: false });
      stream.on('error', again);
      stream.on('response', (response: IncomingMessage) => {
        response.on('error', () => {});
        response.once('close', again);
        const lines = createInterface({ input: response });
        lines.on('error', () => {});
        lines.on('line', (line) => {
          if (!line.startsWith('data: ')) return;
          this.#hear(JSON.parse(line.slice(6)));
          resolve();
        });
      });
    });
  }

  #hear({ calls = [] }: { calls?: CallState[] }): void {
    const now = sharedNow();
    for (const call of calls) {
      if (!this.heardAt.has(call.callId)) this.heardAt.set(call.callId, now);
      if (call.closedAt === undefined) this.open.set(call.callId, call);
      else this.open.delete(call.callId);
    }
    if (calls.some((call) => call.shownAt === undefined)) this.#tell();
  }

  #tell(): void {
    this.#isToldAgain = this.#isTelling;
    if (this.#isTelling) return;
    this.#isTelling = true;
    const shown: string[] = [];
    for (const call of this.open.values()) {
      if (call.shownAt === undefined && shown.push(call.callId) === MAX_SHOWN) break;
    }
    const told = request(`${this.#url}/api/page`, {
      method: 'POST',
      agent: this.#agent,
      headers: { 'x-call-button': 'desk', cookie: this.#cookie },
    });
    const done = () => {
      this.#isTelling = false;
      if (this.#isToldAgain) this.#tell();
    };
    told.on('error', done);
    told.on('response', (response) => {
      response.resume();
      response.once('end', done);
      const now = sharedNow();
      for (const callId of shown) if (!shownAt.has(callId)) shownAt.set(callId, now);
    });
    told.end(JSON.stringify({ page: this.#id, isOnDuty: true, shown }));
  }
}

serve({
  async open({ url, cookie, count }: PagesToOpen): Promise<void> {
    pages = Array.from({ length: count }, () => new Page(url, cookie));
    await Promise.all(pages.map((page) => page.listen()));
  },
  heard(): PagesHeard {
    const open = [...(pages[0]?.open.values() ?? [])];
    const presses = open.reduce((sum, call) => sum + call.presses, 0);
    return { heardAt: pages.map((page) => page.heardAt), shownAt, reopened, presses };
  },
  cpuMs,
});
