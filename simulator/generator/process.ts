// A generator process: started by the pool, spoken to over IPC in the messages of messages.ts.
import { stackOf } from '#gateway/domain/reason.ts';
import { Generator } from './generator.ts';
import type { FromGenerator, ToGenerator } from './messages.ts';

let generator: Generator | undefined;

function tell(message: FromGenerator): void {
  if (process.connected) process.send?.(message);
}

function fail(error: unknown): void {
  process.send?.({ kind: 'failed', reason: stackOf(error) } satisfies FromGenerator, () =>
    process.exit(1),
  );
}

function take(message: ToGenerator): void {
  if (message.kind === 'start') {
    generator = new Generator(message, tell);
    generator.start();
  } else if (message.kind === 'end') {
    generator?.stop();
    process.exit(0);
  } else generator?.take(message);
}

process.on('message', take);
process.on('uncaughtException', fail);
// Ctrl-C reaches every process of the terminal; the pool still wants the ledger.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
