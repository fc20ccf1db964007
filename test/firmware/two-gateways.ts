// A device with two addresses: a spare that answers as a gateway should, and a main that misbehaves in every way.
import { Device } from '#firmware/src/core/device.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { FakeFlash, FakeHal, type FakeSocket } from '#test/support/fake-hal.ts';
import { Notes, ScriptedGateway, SPARE, settings } from './scripted-gateway.ts';

/** What a peer does with a connection. */
export type Peer = (socket: FakeSocket) => void;

export interface TwoGateways {
  hal: FakeHal;
  device: Device;
  notes: Notes;
  main: ScriptedGateway;
  spare: ScriptedGateway;
  /** Takes every new connection to its address from now on. */
  onMain: Peer;
  onSpare: Peer;
  /** The gateways themselves, as peers. */
  mainWorks: Peer;
  spareWorks: Peer;
  /** Hosts that were tried, and when. */
  tried(host: string, from?: number): number[];
}

export function twoGateways(): TwoGateways {
  const hal = new FakeHal(new FakeFlash());
  const main = new ScriptedGateway(hal);
  const mainWorks = hal.onConnect as Peer;
  const spare = new ScriptedGateway(hal);
  const spareWorks = hal.onConnect as Peer;
  const notes = new Notes();
  const device = new Device(hal, settings({ spare: SPARE }), notes, () => SERVICE);
  const made: TwoGateways = {
    hal,
    device,
    notes,
    main,
    spare,
    mainWorks,
    spareWorks,
    onMain: mainWorks,
    onSpare: spareWorks,
    tried: (host, from = 0) =>
      hal.sockets
        .filter((socket) => socket.address.host === host && socket.openedAt >= from)
        .map((socket) => socket.openedAt),
  };
  hal.onConnect = (socket) =>
    socket.address.host === SPARE.host ? made.onSpare(socket) : made.onMain(socket);
  return made;
}

export const refuses: Peer = (socket) => socket.fail();
/** DNS that hangs, packets that vanish: no call comes back. */
export const hangs: Peer = () => {};
/** Accepts and never answers. */
export const silent: Peer = (socket) => socket.open();

export const resets =
  ({ hal }: TwoGateways): Peer =>
  (socket) => {
    socket.onSent = () => hal.after(1, () => socket.fail('reset'));
    socket.open();
  };

/** Everything is right but the key of its seals. */
export const forges =
  (made: TwoGateways): Peer =>
  (socket) => {
    made.main.greets = false;
    made.main.receipts = 0;
    made.mainWorks(socket);
    const secret = new Uint8Array(32).fill(8);
    const forged = () =>
      made.main.send({ kind: 'progress', complete: true, calls: [] }, { secret });
    for (const after of [20, 1_000, 3_000]) made.hal.after(after, forged);
  };

/** Proves itself, answers pings, and never gives a receipt. */
export const stores =
  (made: TwoGateways): Peer =>
  (socket) => {
    made.main.receipts = 0;
    made.mainWorks(socket);
  };

/** A gateway behind a line on which everything takes so long. */
export const slow =
  ({ hal }: TwoGateways, milliseconds: number, works: Peer): Peer =>
  (socket) => {
    const receive = socket.receive.bind(socket);
    socket.receive = (bytes) => void hal.after(milliseconds, () => receive(bytes));
    hal.after(milliseconds, () => works(socket));
  };
