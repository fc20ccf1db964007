// A part for tests: does what it is told, dying included.
import { memory, serve } from '#simulator/bench/parts/serve.ts';

serve({
  double: (value: number) => value * 2,
  hasCollector: () => globalThis.gc !== undefined,
  memory,
  pid: () => process.pid,
  fail: () => {
    throw new Error('it broke');
  },
  die: () => {
    process.stderr.write('last words');
    process.exit(3);
  },
  spin: () => {
    for (;;);
  },
});
