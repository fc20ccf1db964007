// A connection of an attacker: says whatever it is given, and remembers whether it was let in.
import { CONNACK, encodeConnect } from '#firmware/src/mqtt/packets.ts';
import { encodeUplink } from '#protocol/device/frames.ts';
import { upTopic } from '#protocol/device/topics.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { PacketSocket, type PacketSocketUser } from '../../lightweight/packet-socket.ts';
import type { LightSession } from '../../lightweight/session.ts';
import type { GatewayAddress } from '../messages.ts';

/** Seq of presses that nobody made: should one come through, the audit finds it at the platform. */
const FIRST_FALSE_SEQ = 1_000_000_000;

export interface AttackWorld {
  gateway: GatewayAddress;
  /** A device of the run that is switched off meanwhile: its name, its key, a boot of its own. */
  impostor: LightSession;
  /** device_ids of others. */
  victim(): string;
  random(): number;
}

export interface Attack {
  /** One attempt more. */
  act(): void;
  stop(): void;
}

export class AttackLine implements PacketSocketUser {
  readonly #line: PacketSocket;
  readonly #opened: (line: AttackLine) => void;
  readonly #ended: (line: AttackLine) => void;
  /** CONNACK said yes. */
  isIn = false;

  constructor(
    { host, port }: GatewayAddress,
    opened: (line: AttackLine) => void,
    ended: (line: AttackLine) => void,
  ) {
    this.#opened = opened;
    this.#ended = ended;
    this.#line = new PacketSocket(host, port, this);
  }

  write(bytes: Uint8Array): void {
    this.#line.write(bytes);
  }

  /** Nobody is told. */
  cut(): void {
    this.#line.cut();
  }

  lineOpened(): void {
    this.#opened(this);
  }

  lineEnded(): void {
    this.#ended(this);
  }

  packet(first: number, bytes: Uint8Array, from: number): void {
    if (first >> 4 === CONNACK && bytes[from + 1] === 0) this.isIn = true;
  }
}

/** CONNECT as an honest device says it, sealed by `session`. */
export function connectAs(session: LightSession): Uint8Array {
  const { deviceId } = session;
  return encodeConnect({
    clientId: deviceId,
    username: deviceId,
    password: session.password(0),
    keepaliveS: 60,
    willTopic: upTopic(deviceId),
    willPayload: session.will(),
  });
}

let falsePresses = 0;

/** An Uplink frame with a red press that nobody made. */
export function falsePress({ bootId }: LightSession): Uint8Array {
  const identity = { bootId, seq: FIRST_FALSE_SEQ + falsePresses++ };
  const event = { kind: 'press', key: KEY_RED, count: 1 } as const;
  return new Uint8Array(
    encodeUplink({ ageMs: 0, ageIsLowerBound: false, test: false, identity, event }),
  );
}
