// What the runner needs of a gateway, whether it starts one itself or loads one that runs already.
import type { GatewayAddress, HomeToRun } from './generator/messages.ts';

/** Who a home's device is. */
export interface Identified {
  deviceId: string;
  secret: Uint8Array;
  keyVersion: number;
  firstBootId: number;
}

/** Where the gateway forwards to, and with which secret. */
export interface Platform {
  url: string;
  secret: string;
}

export interface GatewayUnderTest {
  /** For the report. */
  readonly name: string;
  /** True: it goes on when the run has ended, and is to be left as it was found. */
  readonly outlivesRun: boolean;
  /** Known once it is started. */
  readonly address: GatewayAddress;
  /** Where the platform reports to; undefined: nowhere. */
  readonly httpUrl: string | undefined;
  /** Devices for so many homes. */
  identify(count: number): Promise<Identified[]>;
  /** What its events should say of a home, as far as the run knows. */
  recordOf(home: HomeToRun): { reference?: string };
  /** Rejects with a sentence for a person. */
  start(homes: readonly HomeToRun[], platform: Platform): Promise<void>;
  /** SIGKILL, and a new start on the same data. */
  killAndRestart(): Promise<void>;
  /** Refusals counted since the start, by code, over all its processes; undefined: not known. */
  refusals(): Promise<Record<string, number> | undefined>;
  stop(): Promise<void>;
  /** Called when it ends without having been asked to. */
  onDeath(call: (error: Error) => void): void;
}
