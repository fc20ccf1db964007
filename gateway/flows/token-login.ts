// Logs in to the editor with tokens of the admin API: whoever has one needs no password of their own.
import type { Actor, Tokens } from '../domain/ports/registry.ts';
import type { EditorLogin, EditorUser, ShownAtLogin } from './editor-login.ts';

/** Users of the configuration first; else the token's name with the token as password. Installers may not look. */
export class TokenLogin implements EditorLogin {
  readonly #users: EditorLogin;
  readonly #tokens: Pick<Tokens, 'verify' | 'list'>;
  readonly #utc: () => number;

  constructor(users: EditorLogin, tokens: Pick<Tokens, 'verify' | 'list'>, utc: () => number) {
    this.#users = users;
    this.#tokens = tokens;
    this.#utc = utc;
  }

  async verify(shown: ShownAtLogin): Promise<EditorUser | undefined> {
    const user = await this.#users.verify(shown);
    if (user) return user;
    const actor = this.#tokens.verify('token' in shown ? shown.token : shown.password);
    const isOwn = 'token' in shown || actor?.name === shown.name;
    // A name that the configuration has stays its user's: rights go by the name afterwards.
    if (actor === undefined || !isOwn || (await this.#users.find(actor.name))) return undefined;
    return userOf(actor);
  }

  async find(name: string): Promise<EditorUser | undefined> {
    const user = await this.#users.find(name);
    if (user) return user;
    const token = this.#tokens.list().find((candidate) => candidate.name === name);
    const isOver = token?.expiresAt !== undefined && token.expiresAt <= this.#utc();
    return token && !isOver ? userOf(token) : undefined;
  }
}

function userOf({ name, role }: Actor): EditorUser | undefined {
  return role === 'installer' ? undefined : { name, role };
}
