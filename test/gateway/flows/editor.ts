// The editor's HTTP API, as its page uses it.

export class EditorClient {
  readonly #origin: string;
  readonly #token: string | undefined;

  /** Without a token nobody is logged in. */
  constructor(port: number, token?: string) {
    this.#origin = `http://127.0.0.1:${port}`;
    this.#token = token;
  }

  /** The status of the login, and who is in when it is 200. */
  static async login(
    port: number,
    username: string,
    password: string,
  ): Promise<{ status: number; client: EditorClient }> {
    const body = { client_id: 'node-red-editor', grant_type: 'password', scope: '' };
    const nobody = new EditorClient(port);
    const response = await nobody.post('/auth/token', { ...body, username, password });
    const { status } = response;
    const { access_token } = (status === 200 ? await response.json() : {}) as {
      access_token?: string;
    };
    return { status, client: new EditorClient(port, access_token) };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(path, { headers });
  }

  async json<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
    return (await (await this.get(path, headers)).json()) as T;
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.#ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }

  #ask(path: string, init: RequestInit): Promise<Response> {
    const authorization =
      this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
    return fetch(this.#origin + path, { ...init, headers: { ...init.headers, ...authorization } });
  }
}
