// A board and a gateway that orders things, for the model test: power that fails, lines that break, bad addresses.
import { type Action, type Configuration, KEY_RED } from '#protocol/messages.ts';
import { deriveKey, type SealKey } from '#protocol/seal.ts';
import { PowerCut } from '#test/support/fake-hal.ts';
import { type Bench, Board, KEY } from './scripted-gateway.ts';

export const GOOD = ['main.test', 'b.test', 'c.test'];
export const BAD = ['dead.test', 'silent.test'];
const [DEAD, SILENT] = BAD as [string, string];

export class World {
  readonly board = new Board();
  bench: Bench;
  revision = 0;
  commandId = 0;
  last: { commandId: number; action: Action } | null = null;
  lastConfiguration: Configuration | null = null;
  reboots = 0;
  restarts = 0;
  pressed = 0;
  private nonces = 0;
  readonly arrived = new Set<string>();

  constructor() {
    this.bench = this.boot([KEY]);
  }

  /** What the gateway holds: the new key from when it first orders it, the old one until a CONNECT with the new. */
  get keys(): SealKey[] {
    return this.bench.gateway.keys;
  }

  /** Does something; when that cuts the power, the board boots again. */
  do(act: (bench: Bench) => void): void {
    try {
      act(this.bench);
      this.bench.hal.advance(50);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      this.cutPower();
    }
    this.look();
    if (this.bench.hal.restarts === 0) return;
    this.restarts++;
    this.cutPower();
  }

  cutPower(): void {
    this.look();
    this.bench = this.boot(this.keys);
  }

  wait(milliseconds: number): void {
    // In steps, because a restart may come at any of them.
    for (let left = milliseconds; left > 0; left -= 10_000) {
      this.do(({ hal }) => hal.advance(Math.min(left, 10_000)));
    }
  }

  press(): void {
    this.do(({ hal }) => hal.press(KEY_RED));
    this.pressed++;
    this.wait(50);
  }

  rotate(): void {
    const { device, gateway } = this.bench;
    const newest = this.keys[0] as SealKey;
    // One rotation at a time, derived from the key of the session, which is the one the device knows as old.
    if (device.link.state !== 'connected' || this.keys.length > 1) return;
    const nonce = new Uint8Array(16).fill(++this.nonces);
    gateway.keys = [deriveKey(newest, newest.version + 1, nonce), newest];
    this.order({ kind: 'rotate_key', keyVersion: newest.version + 1, nonce });
  }

  /** The gateway is restored from a copy that is older than its last rotation. */
  forget(): void {
    if (this.keys.length > 1) this.bench.gateway.keys = this.keys.slice(1);
  }

  reboot(): void {
    if (this.bench.device.link.state !== 'connected') return;
    this.reboots++;
    this.order({ kind: 'reboot' });
  }

  order(action: Action): void {
    this.last = { commandId: ++this.commandId, action };
    this.repeat();
  }

  repeat(): void {
    const last = this.last;
    if (last && this.connected)
      this.do(({ gateway }) => gateway.send({ kind: 'command', ...last }));
  }

  configure(changes: Partial<Configuration>): void {
    this.lastConfiguration = {
      kind: 'configuration',
      revision: ++this.revision,
      heartbeatS: 0,
      unreachedAfterS: 0,
      mainGateway: null,
      spareGateway: null,
      ...changes,
    };
    this.repeatConfiguration();
  }

  repeatConfiguration(): void {
    const last = this.lastConfiguration;
    if (last && this.connected) this.do(({ gateway }) => gateway.send(last));
  }

  get connected(): boolean {
    return this.bench.device.link.state === 'connected';
  }

  /** What the last heartbeat said. */
  get reported(): number | undefined {
    const event = this.bench.gateway.of('heartbeat').at(-1)?.uplink.event;
    return event?.kind === 'heartbeat' ? event.configurationRevision : undefined;
  }

  private look(): void {
    for (const { uplink } of this.bench.gateway.presses) {
      this.arrived.add(`${uplink.identity?.bootId}/${uplink.identity?.seq}`);
    }
  }

  private boot(keys: SealKey[]): Bench {
    const bench = this.board.boot(keys);
    const { hal, gateway } = bench;
    gateway.dead.add(DEAD);
    hal.onConnect = (socket) => {
      if (socket.address.host === SILENT) socket.open();
      else gateway.accept(socket);
    };
    bench.device.start();
    hal.advance(100);
    return bench;
  }
}
