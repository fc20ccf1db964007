// One clock for all processes of a machine: milliseconds, monotonic, of no meaning by themselves.

export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
