// A home as its generator runs it, whole or light.
import type { Identity, Key } from '#protocol/messages.ts';

export type HomeState = 'off' | 'connecting' | 'connected';

export interface RunningHome {
  readonly state: HomeState;
  /**
   * The timetable wants a press. Nothing is made, and it counts as skipped, when the power is off or the
   * firmware doesn't take it (the key was up for less than 25 ms, or only red presses fit into the outbox).
   */
  press(key: Key, intendedAt: number): void;
  /** True while its outbox has the press; without power nobody can look, so it counts as there. */
  holds(identity: Identity): boolean;
  /** Does nothing when it is so already. */
  setPower(on: boolean): void;
  setNetwork(up: boolean): void;
  setBattery(percent: number, onMains: boolean): void;
  /** One heartbeat more; nothing without a session. */
  beat(): void;
}
