// SQLite as the desk needs it: a transaction that writes has the database from its beginning, and says why it failed.

import {
  type DatabaseConnection,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely';
import type Libsql from 'libsql';

export class DeskDialect extends SqliteDialect {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new DeskDriver(this.#database);
  }
}

class DeskDriver extends SqliteDriver {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database });
    this.#database = database;
  }

  /**
   * One that would read first and then find the database held by another process could only give up. And it is found held
   * by `exec`: a prepared statement that fails at that stays begun, and keeps every later commit away. One that is `read
   * only` keeps nobody waiting.
   */
  override async beginTransaction(
    _connection: DatabaseConnection,
    settings: TransactionSettings = {},
  ): Promise<void> {
    this.#database.exec(settings.accessMode === 'read only' ? 'begin' : 'begin immediate');
  }

  /** A full disk has ended it already: its own error is the one that somebody has to know. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {});
  }
}
