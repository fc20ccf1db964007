// `call-button hash-password`: reads a password, and prints what `flows.users` wants of it.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { GatewayError } from '../domain/errors.ts';
import { hashPassword } from '../system/password.ts';

const LEAST = 8;
const MOST = 128;

/** From the first line of the input, which a terminal does not show. Errors: PASSWORD_INVALID. */
export async function hashPasswordCommand(): Promise<void> {
  const { stdin, stdout, stderr } = process;
  if (stdin.isTTY) stderr.write(`A new password, ${LEAST} to ${MOST} characters: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: stdin.isTTY });
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  lines.close();
  if (stdin.isTTY) stderr.write('\n');
  const password = typeof line === 'string' ? line : '';
  if (password.length < LEAST || password.length > MOST) {
    throw new GatewayError('PASSWORD_INVALID', `it has ${password.length} characters`);
  }
  stdout.write(`${await hashPassword(password)}\n`);
}
