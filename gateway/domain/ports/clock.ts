// The clock port: time as the gateway sees it, so that tests can move it.

export interface Clock {
  /** UTC milliseconds, for people and for the journal. */
  utc(): number;
  /** Milliseconds since some moment, which nobody can set: for durations. */
  monotonic(): number;
  /** Calls `call` once, after so many milliseconds of monotonic time. Returns how to cancel it. */
  after(milliseconds: number, call: () => void): () => void;
}
