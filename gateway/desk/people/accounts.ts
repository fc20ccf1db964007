// The accounts of the desk, as a leader keeps them. One who can log in always stays leader.
import type { Kysely, Transaction } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import { hashPassword } from '../../system/password.ts';
import type { Language, Role } from '../sessions.ts';
import type { Tables } from '../store/schema.ts';
import type { Person } from './shapes.ts';

export interface AccountChange {
  role?: Role | undefined;
  isDisabled?: boolean | undefined;
  password?: string | undefined;
}

export class Accounts {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async all(): Promise<Omit<Person, 'sessions'>[]> {
    const rows = await this.#db
      .selectFrom('account')
      .select(['name', 'role', 'created_at', 'disabled_at'])
      .orderBy('name')
      .execute();
    return rows.map(({ name, role, created_at, disabled_at }) => ({
      name,
      role: role as Role,
      createdAt: created_at,
      isDisabled: disabled_at !== null,
    }));
  }

  /** Who may be on duty. */
  async officers(): Promise<string[]> {
    const people = await this.all();
    return people
      .filter(({ role, isDisabled }) => role !== 'viewer' && !isDisabled)
      .map(({ name }) => name);
  }

  /** Errors: NO_SUCH_ACCOUNT, DESK_LAST_LEADER. */
  async change(name: string, { role, isDisabled, password }: AccountChange, at: number) {
    const hash = password === undefined ? undefined : await hashPassword(password);
    await this.#db.transaction().execute(async (write) => {
      const { numUpdatedRows } = await write
        .updateTable('account')
        .set({
          ...(role === undefined ? {} : { role }),
          ...(hash === undefined ? {} : { password: hash }),
          ...(isDisabled === undefined ? {} : { disabled_at: isDisabled ? at : null }),
        })
        // An update that sets nothing is none in SQL.
        .set({ name })
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new GatewayError('NO_SUCH_ACCOUNT', 'account');
      if (role !== undefined || isDisabled) await mustHaveLeader(write);
    });
  }

  async setLanguage(name: string, language: Language): Promise<void> {
    await this.#db.updateTable('account').set({ language }).where('name', '=', name).execute();
  }
}

async function mustHaveLeader(write: Transaction<Tables>): Promise<void> {
  const leader = await write
    .selectFrom('account')
    .select('name')
    .where('role', '=', 'leader')
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (leader === undefined) throw new GatewayError('DESK_LAST_LEADER', 'leader');
}
