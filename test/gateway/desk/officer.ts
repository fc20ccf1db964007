// An officer's page without a browser: speaks to the desk as the page does, over HTTP alone.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { CallState, Step } from '#gateway/desk/call-record.ts';
import { awaited } from '#test/support/until.ts';

export const PASSWORD = 'correct horse';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

type News = { event: string; data: { call?: CallState; calls?: CallState[]; officers?: string[] } };

export class Officer {
  readonly page: string;
  #url: string;
  readonly #news: News[] = [];
  #cookie = '';
  #stream: IncomingMessage | undefined;
  #heard: (() => void) | undefined;

  private constructor(url: string, name: string) {
    this.#url = url;
    this.page = `page-of-${name}-1`;
  }

  /** `first` makes the first account. */
  static async login(port: number, name: string, first = false): Promise<Officer> {
    const officer = new Officer(`http://127.0.0.1:${port}`, name.toLowerCase());
    const path = first ? '/api/first-account' : '/api/login';
    const { status, body } = await officer.post(path, { name, password: PASSWORD });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return officer;
  }

  async post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'x-call-button': 'desk', cookie: this.#cookie, ...headers },
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie !== null) this.#cookie = cookie.split(';')[0] as string;
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  fetch(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#url + path, { headers: { cookie: this.#cookie, ...headers } });
  }

  /** The desk is at another port now, and the browser goes there with what it has. */
  moveTo(port: number): void {
    this.#url = `http://127.0.0.1:${port}`;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** Resolves when the desk ends what the page listens to. */
  async isCut(): Promise<void> {
    const cut = new Promise<void>((resolve) => this.#stream?.once('close', () => resolve()));
    await awaited(cut, () => 'the end of the stream');
  }

  async get(path: string): Promise<Answer> {
    const response = await this.fetch(path);
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  /** A file, as it is. */
  async upload(path: string, bytes: Uint8Array): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      body: bytes,
      headers: { 'x-call-button': 'desk', cookie: this.#cookie },
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  /** What comes as a file. Its byte order mark is part of it. */
  async text(path: string, body: object): Promise<string> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'x-call-button': 'desk', cookie: this.#cookie },
    });
    return Buffer.from(await response.arrayBuffer()).toString('utf8');
  }

  step(callId: string, step: Step): Promise<Answer> {
    return this.post(`/api/calls/${encodeURIComponent(callId)}/steps`, step);
  }

  /** The page says that it lives, with its sound on, and shows these calls. */
  onDuty(...shown: string[]): Promise<Answer> {
    return this.post('/api/page', { page: this.page, isOnDuty: true, shown });
  }

  /** Hears what every page hears, from now on. */
  async listen(): Promise<void> {
    const request = get(`${this.#url}/api/stream`, { headers: { cookie: this.#cookie } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    this.#stream = response;
    let event = '';
    const lines = createInterface({ input: response });
    // The desk ends, or this page does.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      if (line.startsWith('event: ')) event = line.slice(7);
      if (!line.startsWith('data: ')) return;
      this.#news.push({ event, data: JSON.parse(line.slice(6)) });
      this.#heard?.();
    });
    response.on('error', () => {});
  }

  close(): void {
    this.#stream?.destroy();
  }

  /** The newest state of a call that fits, as soon as there is one. */
  async sees(is: (call: CallState) => boolean): Promise<CallState> {
    for (;;) {
      const calls = this.#news.flatMap(({ data }) => data.calls ?? (data.call ? [data.call] : []));
      const found = calls.findLast(is);
      if (found) return found;
      const heard = new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
      await awaited(heard, () => `a call of ${calls.map(({ callId }) => callId).join(', ')}`);
    }
  }
}
