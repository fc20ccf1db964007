// A page of the duty desk without a browser: logs in, hears what every page hears, and takes steps, over the desk's HTTP alone.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { CallRecord, CallState, Step } from '#gateway/desk/call-record.ts';

/** As the desk's own page does it: after 10 s of silence it is not on duty. */
const TELL_MS = 3_000;
/** At once: the rest is told with the next beat. */
const MAX_SHOWN = 500;

/** A page has said which calls it shows. */
export interface ToldShown {
  callIds: readonly string[];
  /** UTC milliseconds, before it went out. */
  at: number;
  /** The desk's answer; 0: none came. */
  status: number;
}

/** A page has taken a step, or tried to. */
export interface ToldStep {
  callId: string;
  step: Step;
  at: number;
  status: number;
}

export interface DeskClientOptions {
  /** A call is there, or has changed. */
  onCall: (call: CallState) => void;
  /** Calls arrive here no more, and not because the page was closed: the desk is gone. */
  onLost?: () => void;
  /** Called before it goes out; the answer is entered into the same object. */
  onShown?: (told: ToldShown) => void;
  onStep?: (told: ToldStep) => void;
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
    // Each request that is under way listens; a flood of calls has many.
    setMaxListeners(0, this.#ending.signal);
  }

  /** `link` is that of a one-time login. Rejects when it is not good any more. */
  static async login(link: string, options: DeskClientOptions): Promise<DeskClient> {
    const { origin, hash } = new URL(link);
    const body = { token: hash.slice(1) };
    return await DeskClient.#login(origin, '/api/one-time-login', body, options);
  }

  /** `url` is the desk's, without a path. Rejects when it is not there, or knows no such account. */
  static async loginAs(
    url: string,
    account: { name: string; password: string },
    options: DeskClientOptions,
  ): Promise<DeskClient> {
    return await DeskClient.#login(url, '/api/login', account, options);
  }

  static async #login(
    url: string,
    path: string,
    body: object,
    options: DeskClientOptions,
  ): Promise<DeskClient> {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'x-call-button': 'desk' },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    const [cookie] = response.headers.getSetCookie();
    if (!response.ok || cookie === undefined) throw new Error(`HTTP ${response.status}`);
    return new DeskClient(url, cookie.split(';')[0] as string, options);
  }

  /** From now on it is on duty, shows every call, and hears of each. Rejects when the desk does not let it. */
  async goOnDuty(): Promise<void> {
    const { signal } = this.#ending;
    const headers = { cookie: this.#cookie };
    const response = await fetch(`${this.#url}/api/stream`, { headers, signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const body = Readable.fromWeb(response.body as never);
    // The desk ends, or this page does.
    body.on('error', () => {});
    const lines = createInterface({ input: body });
    lines.on('error', () => {});
    await new Promise<void>((resolve, reject) => {
      body.once('close', () => {
        this.#lost();
        reject(new Error('the stream ended'));
      });
      lines.on('line', (line) => {
        if (!line.startsWith('data: ')) return;
        this.#heard(JSON.parse(line.slice(6)));
        // The first event has all that is open.
        resolve();
      });
    });
    if (signal.aborted) return;
    this.#timer = setInterval(() => void this.#tell(), TELL_MS);
    await this.#tell();
  }

  /** As a browser that crashes: the desk is told nothing. */
  close(): void {
    clearInterval(this.#timer);
    this.#ending.abort();
  }

  isOpen(callId: string): boolean {
    return this.#open.has(callId);
  }

  /** What is known here of an open call. */
  call(callId: string): CallState | undefined {
    return this.#open.get(callId);
  }

  /** Whether this officer has an open call. */
  hasCallOf(name: string): boolean {
    return [...this.#open.values()].some(({ taker }) => taker === name);
  }

  /** False: it was refused, as a call that somebody else has taken. */
  async step(callId: string, step: Step): Promise<boolean> {
    return (await this.tryStep(callId, step)) === 200;
  }

  /** The desk's status; 0: nobody answered, so that the step may be on its disk or not. */
  async tryStep(callId: string, step: Step): Promise<number> {
    const told: ToldStep = { callId, step, at: Date.now(), status: 0 };
    this.#options.onStep?.(told);
    told.status = await this.#post(`/api/calls/${encodeURIComponent(callId)}/steps`, step);
    return told.status;
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

  /** The desk's answer. Rejects with its status when it refuses. */
  async ask<T>(path: string, body: object): Promise<T> {
    const response = await this.#fetch(path, body);
    const answer = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status} ${path}: ${answer}`);
    return JSON.parse(answer) as T;
  }

  #lost(): void {
    if (this.#ending.signal.aborted) return;
    this.close();
    this.#options.onLost?.();
  }

  #heard({ call, calls }: { call?: CallState; calls?: CallState[] }): void {
    let isNew = false;
    for (const heard of calls ?? (call ? [call] : [])) {
      if (heard.shownAt === undefined) isNew = true;
      if (heard.closedAt === undefined) this.#open.set(heard.callId, heard);
      else this.#open.delete(heard.callId);
      this.#known.add(heard.callId);
    }
    // At once, and not with the next beat: the resident waits for the light.
    if (isNew) void this.#tell();
    for (const heard of calls ?? (call ? [call] : [])) this.#options.onCall(heard);
  }

  async #tell(): Promise<void> {
    const unseen = [...this.#open.values()].filter(({ shownAt }) => shownAt === undefined);
    const callIds = unseen.slice(0, MAX_SHOWN).map(({ callId }) => callId);
    const told: ToldShown = { callIds, at: Date.now(), status: 0 };
    this.#options.onShown?.(told);
    const request = { page: this.#page, isOnDuty: true, shown: callIds };
    told.status = await this.#post('/api/page', request);
  }

  /** The status; 0: the desk is not there. */
  async #post(path: string, body: object): Promise<number> {
    try {
      const response = await this.#fetch(path, body);
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  #fetch(path: string, body: object): Promise<Response> {
    return fetch(this.#url + path, {
      method: 'POST',
      headers: { 'x-call-button': 'desk', cookie: this.#cookie },
      body: JSON.stringify(body),
      signal: this.#ending.signal,
    });
  }
}
