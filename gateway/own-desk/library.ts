// The code of the desk is loaded only where it is needed: its database is a native library, which a machine may not have.
import { createRequire } from 'node:module';
import { GatewayError } from '../domain/errors.ts';
import { firstLineOf } from '../domain/reason.ts';

const LIBRARY = 'libsql';
const require = createRequire(import.meta.url);

/** What `load` imports. Errors: DESK_LIBRARY. */
export async function withDeskLibrary<T>(load: () => Promise<T>): Promise<T> {
  try {
    // Before the import: Node 20 tells of one that fails in such a module twice, and nothing can catch the second time.
    require(LIBRARY);
    return await load();
  } catch (error) {
    // Node appends the files that required it, line by line.
    throw new GatewayError('DESK_LIBRARY', firstLineOf(error));
  }
}
