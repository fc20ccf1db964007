// SQLite as the desk needs it: a transaction that writes has the database from its beginning, and says why it failed.

import {
  type DatabaseConnection,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import type Libsql from 'libsql';

/** Of different texts; what is asked of the database are some dozens. */
const MAX_STATEMENTS = 256;

export class DeskDialect extends SqliteDialect {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database: withKeptStatements(database) });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new DeskDriver(this.#database);
  }
}

class DeskDriver extends SqliteDriver {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database: withKeptStatements(database) });
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

/** A statement is prepared once for its text: that is what takes the time, and memory which only the collector frees. */
function withKeptStatements(database: Libsql.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      if (kept.size >= MAX_STATEMENTS) kept.clear();
      const forget = () => kept.delete(text);
      const statement = forgottenOnFailure(
        database.prepare(text) as unknown as SqliteStatement,
        forget,
      );
      kept.set(text, statement);
      return statement;
    },
  };
}

/** One that failed may still be begun, and would keep later commits away: it is not used again. */
function forgottenOnFailure(statement: SqliteStatement, forget: () => void): SqliteStatement {
  function tried<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      forget();
      throw error;
    }
  }
  return {
    reader: statement.reader,
    all: (parameters) => tried(() => statement.all(parameters)),
    run: (parameters) => tried(() => statement.run(parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  };
}
