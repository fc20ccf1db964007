// What of the intake can be set, with its defaults. Times in milliseconds unless the name says otherwise.

/** What one device may send. Red presses have an allowance of their own: a frightened person is no flood. */
export interface FloodOptions {
  /** Uplinks that a device may send for as long as it likes. */
  perMinute: number;
  /** As many at once, after a quiet time. */
  burst: number;
  /** Red presses that are never refused, whatever else the device sends. */
  redPerMinute: number;
  /** More uplinks above the budget than this without a pause: the connection is cut. */
  maxOver: number;
  /** Above the budget for so long: the connection is cut. */
  maxOverMs: number;
}

export interface ConnectQueueOptions {
  /** Admissions in progress at one time, red ones not counted. */
  atOnce: number;
  /** CONNECTs that wait; one more is refused as unavailable. */
  maxWaiting: number;
  /** An admission whose device doesn't SUBSCRIBE is over after this. */
  patienceMs: number;
}

export interface OverloadOptions {
  /** Delay of the event loop from which on the gateway is overloaded, in milliseconds. */
  loopDelayMs: number;
  /** Uplinks that wait for the journal from which on the gateway is overloaded. */
  underWay: number;
  /** Over when nothing was wrong for so long. */
  calmMs: number;
  /** Under overload a device's heartbeat is taken only when the last one taken is older than this. */
  heartbeatEveryMs: number;
}

export interface IntakeOptions {
  /** From the TCP connection to the CONNECT, TLS included. */
  connectTimeoutMs: number;
  /** Connections that haven't said CONNECT; when there are more, the oldest are cut. */
  maxUnconnected: number;
  /** But none that is younger: when a district comes back at once, many are on their way to say it. */
  crowdedAfterMs: number;
  /** Of all listeners together; undefined: what the process's open files allow. */
  maxConnections: number | undefined;
  /** The longest keepalive of a CONNECT, seconds. */
  maxKeepaliveS: number;
  /** A device that doesn't read what it is sent is cut above this. */
  maxUnsentBytes: number;
  /** At a stop, uplinks under way have so long to be answered. */
  stopWithinMs: number;
  flood: FloodOptions | 'off';
  connectQueue: ConnectQueueOptions;
  overload: OverloadOptions;
}

export const DEFAULT_INTAKE: IntakeOptions = {
  connectTimeoutMs: 10_000,
  maxUnconnected: 10_000,
  crowdedAfterMs: 5_000,
  maxConnections: undefined,
  maxKeepaliveS: 300,
  maxUnsentBytes: 65_536,
  stopWithinMs: 5_000,
  flood: { perMinute: 120, burst: 60, redPerMinute: 60, maxOver: 600, maxOverMs: 60_000 },
  connectQueue: { atOnce: 64, maxWaiting: 20_000, patienceMs: 2_000 },
  overload: {
    loopDelayMs: 250,
    underWay: 10_000,
    calmMs: 3_000,
    heartbeatEveryMs: 15 * 60_000,
  },
};
