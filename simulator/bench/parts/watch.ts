// Loaded into the real gateway before it starts: tells its memory and CPU time, and ends it with the benchmark.
import { cpuMs, memoryUse, serve } from './serve.ts';

serve({
  memoryUse,
  /** Resident memory as it is, bytes. */
  resident: () => process.memoryUsage().rss,
  cpuMs,
});
