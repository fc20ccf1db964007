// Who may open the editor, and as what. The child asks here; it knows no password and no key.
import { isPassword } from '../system/password.ts';

export interface EditorUser {
  name: string;
  /** `admin` may deploy; `operator` may look, and press the buttons of flows. */
  role: 'admin' | 'operator';
}

export type ShownAtLogin = { name: string; password: string } | { token: string };

export interface EditorLogin {
  /** Whose these are, or undefined. */
  verify(shown: ShownAtLogin): Promise<EditorUser | undefined>;
  /** Asked at every request, so that a right that is withdrawn is gone at once. */
  find(name: string): Promise<EditorUser | undefined>;
}

/** A user of the configuration, with the hash that its place holds. */
export type UserWithHash = EditorUser & { passwordHash: string };

/** Nobody's: a name that is not there takes as long as a wrong password. */
const DUMMY = `scrypt$16384$8$1$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;

/** The users of the configuration. They have no tokens. */
export class ConfiguredLogin implements EditorLogin {
  readonly #users: readonly UserWithHash[];

  constructor(users: readonly UserWithHash[]) {
    this.#users = users;
  }

  async verify(shown: ShownAtLogin): Promise<EditorUser | undefined> {
    if ('token' in shown) return undefined;
    const user = this.#users.find(({ name }) => name === shown.name);
    const isRight = await isPassword(shown.password, user?.passwordHash ?? DUMMY);
    return user && isRight ? { name: user.name, role: user.role } : undefined;
  }

  async find(name: string): Promise<EditorUser | undefined> {
    const user = this.#users.find((candidate) => candidate.name === name);
    return user && { name, role: user.role };
  }
}
