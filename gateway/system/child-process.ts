// What every child process of the gateway gets, and what it gives up for the gateway.
import { writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

/** Of the environment it gets these and no more: the others may hold secrets. */
const PASSED = ['TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS'];

/**
 * For the system's own memory, outside of V8's: what one thread gives back is there for the next, and large pieces, such
 * as what hashes a password, go back to the system at once.
 */
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' };

export function environmentOfChild(): NodeJS.ProcessEnv {
  const passed = PASSED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passed), ...MEMORY };
}

/**
 * The gateway goes first: for the processor, and when memory is short. `oomScore` is from 0 to 1000: the highest is
 * killed first.
 */
export function giveWay(pid: number, oomScore: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is over already, which its end tells.
  }
  writeFile(`/proc/${pid}/oom_score_adj`, `${oomScore}`).catch(() => {});
}
