// The downlink port: news on its way to a device. What doesn't arrive is made good at its next SUBSCRIBE.
import type { Command, Configuration, Update } from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import type { Call } from '../call.ts';

export interface Downlink {
  /** Tells a device of a change of one call. A device that isn't connected hears it when it comes back. */
  progress(call: Call): void;
}

/** How what operators ask of a device is sent. One that isn't connected hears nothing. */
export interface DeviceLine {
  send(deviceId: string, downlink: Command | Configuration | Update): void;
  /** With which its connection is sealed; undefined: it has none. */
  keyOf(deviceId: string): SealKey | undefined;
}
