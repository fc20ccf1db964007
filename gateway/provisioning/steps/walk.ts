// One installation: what is wanted, what is known, and the parts that every step works with.
import type { SealKey } from '#protocol/seal.ts';
import type { Installation, StateFolder } from '../batch/state.ts';
import type { Cable } from '../cable/cable.ts';
import type { Conversation } from '../cable/conversation.ts';
import type { AdminClient, Device, HomeFields } from '../client/api.ts';
import { proveBy } from '../client/proof.ts';
import { Failure, type FailureCode } from '../failure.ts';
import type { FieldName } from '../fields.ts';
import type { Pace } from '../pace.ts';
import type { Installer } from '../view/installer.ts';

export interface Wifi {
  ssid: string;
  password: string;
}

/** What was given by flags or a row; what is absent is asked. */
export interface Plan {
  deviceId?: string;
  home: Partial<HomeFields>;
  group?: string;
  account?: string;
  zone?: string;
  wifi?: Partial<Wifi>;
  /** Where the device finds the gateway, `host:port` or `tls://host:port`. */
  main?: string;
  spare?: string;
  heartbeat?: string;
  unreachedAfter?: string;
  /** Why the device leaves the home that it is in. */
  rebind?: string;
  /** A press that waits may be lost. */
  drop: boolean;
  /** Go on where only a warning stands in the way, such as a weak signal. */
  yes: boolean;
  /** Somebody at a bench has seen the light and heard the buzzer. */
  signalsSeen: boolean;
  /** Also a device that is in service in this home already. */
  again: boolean;
}

/** What one step leaves for the next. The key and the password of the Wi-Fi are here and nowhere on disk. */
export interface Walk {
  readonly plan: Plan;
  readonly installer: Installer;
  readonly api: AdminClient;
  readonly cable: Cable;
  readonly states: StateFolder;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** The gateway's address as this laptop knows it. */
  readonly gateway: URL;
  /** Of the answers: what the gateway says of the home, and nobody here. Another home has others. */
  readonly fromGateway: Set<FieldName>;
  /** Where devices can find it, as it says itself; undefined: it has nothing that a device reaches from elsewhere. */
  mainSuggested: string | undefined;
  /** What the device on the cable calls itself; empty: it has no settings yet, and the label tells. */
  heldId: string;
  state: Installation;
  /**
   * The record on disk tells of an installation that this attempt has changed nothing of. It stays as it is until the
   * gateway has registered something, or a key or settings are written: what was typed may be a mistake.
   */
  isHeldBack: boolean;
  device: Device | null;
  homeId: string;
  /** The newest key, when it was issued in this run. */
  key: SealKey | null;
  /** Settings must be written, also though the key is on the device. */
  rewrite: boolean;
  /** The failure that the installer has been told already. */
  told: Failure | null;
}

export interface Step {
  name: StepName;
  run(walk: Walk): Promise<void>;
}

export const STEP_NAMES = [
  'device',
  'gateway',
  'answers',
  'home',
  'register',
  'write',
  'link',
  'power',
  'signals',
  'green',
  'red',
  'accept',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** Keeps what is known, on disk unless that is held back. Errors: FILE_FAILED. */
export async function remember(walk: Walk, changes: Partial<Installation>): Promise<void> {
  Object.assign(walk.state, changes);
  if (!walk.isHeldBack) await walk.states.save(walk.state);
}

/** A warning that the installer, or `--yes`, has accepted is not raised again; the protocol shows it. */
export async function warn(walk: Walk, code: FailureCode, detail: string): Promise<void> {
  if (walk.state.accepted.includes(code)) return;
  if (!walk.plan.yes) throw new Failure(code, detail);
  walk.installer.warn(walk.installer.texts.failures[code].what(detail));
  await remember(walk, { accepted: [...walk.state.accepted, code] });
}

/** A conversation with the device that has its settings, and with no other. Errors: DEVICE_OTHER. */
export async function greeted({ cable, state }: Walk): Promise<Conversation> {
  const talk = await cable.talk();
  const { deviceId } = talk.hello;
  if (deviceId !== state.device_id) throw new Failure('DEVICE_OTHER', deviceId);
  return talk;
}

/**
 * A conversation in which everything is permitted: the gateway proves the key, or nothing is to be proved.
 * Errors: KEY_UNKNOWN, PROOF_WRONG, DEVICE_OTHER when another device hangs on the cable now.
 */
export async function proven(walk: Walk): Promise<Conversation> {
  const talk = await walk.cable.talk();
  const { deviceId, keyVersion } = talk.hello;
  if (talk.isProven || deviceId === '') return talk;
  if (deviceId !== walk.state.device_id) throw new Failure('DEVICE_OTHER', deviceId);
  if (walk.key?.version === keyVersion) {
    await talk.proveKey(walk.key);
    return talk;
  }
  await proveBy(walk.api, talk);
  return talk;
}
