// A page of the duty desk without a browser: logs in, hears what every page hears, and takes steps, over the desk's HTTP alone.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { CallRecord, CallState, Step } from '#gateway/desk/call-record.ts';

/** As the desk's own page does it: after 10 s of silence it is not on duty. */
const TELL_MS = 3_000;
/** At once: the rest is told with the next beat. */
const MAX_SHOWN = 500;

export interface DeskClientOptions {
  /** A call is there, or has changed. */
  onCall: (call: CallState) => void;
}

export class DeskClient {
  readonly #url: string;
  readonly #cookie: string;
  readonly #options: DeskClientOptions;
  readonly #page = randomUUID();
  readonly #ending = new AbortController();
  /** Open calls, by their id. */
  readonly #open = new Map<string, CallState>();
  /** Every call that was ever heard of. */
  readonly #known = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(url: string, cookie: string, options: DeskClientOptions) {
    this.#url = url;
    this.#cookie = cookie;
    this.#options = options;
  }

  /** `link` is that of a one-time login. Rejects when it is not good any more. */
  static async login(link: string, options: DeskClientOptions): Promise<DeskClient> {
    const { origin, hash } = new URL(link);
    const response = await fetch(`${origin}/api/one-time-login`, {
      method: 'POST',
      headers: { 'x-call-button': 'desk' },
      body: JSON.stringify({ token: hash.slice(1) }),
    });
    await response.arrayBuffer();
    const [cookie] = response.headers.getSetCookie();
    if (!response.ok || cookie === undefined) throw new Error(`HTTP ${response.status}`);
    return new DeskClient(origin, cookie.split(';')[0] as string, options);
  }

  /** From now on it is on duty, shows every call, and hears of each. */
  async goOnDuty(): Promise<void> {
    const { signal } = this.#ending;
    const headers = { cookie: this.#cookie };
    const response = await fetch(`${this.#url}/api/stream`, { headers, signal });
    const body = Readable.fromWeb(response.body as never);
    // The desk ends, or this page does.
    body.on('error', () => {});
    const lines = createInterface({ input: body });
    lines.on('error', () => {});
    lines.on('line', (line) => {
      if (line.startsWith('data: ')) this.#heard(JSON.parse(line.slice(6)));
    });
    this.#timer = setInterval(() => void this.#tell(), TELL_MS);
    await this.#tell();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#ending.abort();
  }

  isOpen(callId: string): boolean {
    return this.#open.has(callId);
  }

  /** False: it was refused, as a call that somebody else has taken. */
  async step(callId: string, step: Step): Promise<boolean> {
    const path = `/api/calls/${encodeURIComponent(callId)}/steps`;
    return (await this.#post(path, step)) === 200;
  }

  /** The presses that are at the desk, by the id of their event, with the calls they came under. */
  async presses(): Promise<Map<string, { callIds: Set<string>; times: number }>> {
    const found = new Map<string, { callIds: Set<string>; times: number }>();
    for (const callId of this.#known) {
      const path = `/api/calls/${encodeURIComponent(callId)}/records`;
      const response = await fetch(this.#url + path, { headers: { cookie: this.#cookie } });
      const { records } = (await response.json()) as { records: CallRecord[] };
      for (const { what } of records) {
        if (what.step !== 'pressed') continue;
        const press = found.get(what.eventId) ?? { callIds: new Set(), times: 0 };
        press.callIds.add(callId);
        press.times += 1;
        found.set(what.eventId, press);
      }
    }
    return found;
  }

  #heard({ call, calls }: { call?: CallState; calls?: CallState[] }): void {
    let isNew = false;
    for (const heard of calls ?? (call ? [call] : [])) {
      if (heard.shownAt === undefined) isNew = true;
      if (heard.closedAt === undefined) this.#open.set(heard.callId, heard);
      else this.#open.delete(heard.callId);
      this.#known.add(heard.callId);
      this.#options.onCall(heard);
    }
    // At once, and not with the next beat: the resident waits for the light.
    if (isNew) void this.#tell();
  }

  async #tell(): Promise<void> {
    const unseen = [...this.#open.values()].filter(({ shownAt }) => shownAt === undefined);
    const shown = unseen.slice(0, MAX_SHOWN).map(({ callId }) => callId);
    await this.#post('/api/page', { page: this.#page, isOnDuty: true, shown });
  }

  /** The status; 0: the desk is not there. */
  async #post(path: string, body: object): Promise<number> {
    try {
      const response = await fetch(this.#url + path, {
        method: 'POST',
        headers: { 'x-call-button': 'desk', cookie: this.#cookie },
        body: JSON.stringify(body),
        signal: this.#ending.signal,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
