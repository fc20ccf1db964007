// A real broker that stands in for a gateway: no disk, no platform, one device.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Aedes } from 'aedes';
import { onTestFinished } from 'vitest';
import { PURPOSE_DOWN, PURPOSE_UP } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import {
  type CallStageNumber,
  type Downlink,
  type ReceivedUplink,
  STAGE_ACCEPTED,
} from '#protocol/messages.ts';
import {
  type ConnectClaim,
  openEnvelope,
  openPassword,
  type SealKey,
  sealFrame,
} from '#protocol/seal.ts';
import { DEVICE_ID, KEY } from './scripted-gateway.ts';

type Message = Exclude<Downlink, { kind: 'unknown' }>;

/**
 * Its device gets a sealed receipt for everything, and "accepted" for a press; nothing while `mood.isSilent`. Closed
 * when the test is over.
 * With a certificate it speaks TLS.
 */
export async function receiptingBroker(tls?: TlsOptions) {
  const aedes = await Aedes.createBroker();
  const server = tls ? createTlsServer(tls, aedes.handle) : createServer(aedes.handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const mood = { isSilent: false };
  const uplinks: ReceivedUplink[] = [];
  const claims: ConnectClaim[] = [];
  let session = { bootId: 0, connectNo: 0 };
  let number = 0;
  /** Those that it holds; a test may add one. */
  const keys: SealKey[] = [KEY];
  let key: SealKey = KEY;
  let subscribed = false;
  let waiting: Message[] = [];
  /** Sent once the device listens. */
  const send = (downlink: Message) => {
    if (!subscribed) {
      waiting.push(downlink);
      return;
    }
    const frame = encodeDownlink(downlink);
    const payload = Buffer.from(sealFrame(PURPOSE_DOWN, key, DEVICE_ID, session, ++number, frame));
    const topic = downTopic(DEVICE_ID);
    aedes.publish({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false }, () => {});
  };
  aedes.authenticate = (_client, _name, password, done) => {
    const claim = openPassword(keys, DEVICE_ID, String(password));
    if (claim.ok) {
      claims.push(claim.value);
      session = claim.value.session;
      key = claim.value.key;
    }
    number = 0;
    subscribed = false;
    waiting = [];
    done(null, claim.ok);
  };
  aedes.on('subscribe', () => {
    subscribed = true;
    for (const downlink of waiting.splice(0)) send(downlink);
  });
  aedes.on('publish', (packet, client) => {
    if (client === null) return;
    const envelope = openEnvelope(PURPOSE_UP, keys, DEVICE_ID, packet.payload as Buffer);
    if (!envelope.ok || envelope.value.number === 0) return;
    const uplink = decodeUplink(envelope.value.frame, session);
    if (!uplink.ok) return;
    uplinks.push(uplink.value);
    if (mood.isSilent) return;
    const { identity } = uplink.value;
    const answers = envelope.value.number;
    send({ kind: 'receipt', answers, identity, result: 1, reason: 0 });
    const { event } = uplink.value;
    if (event.kind !== 'press' || identity === null) return;
    const stage: CallStageNumber = STAGE_ACCEPTED;
    const call = { openedBy: identity, key: event.key, stage, latest: identity };
    send({ kind: 'progress', complete: false, calls: [call] });
  });
  onTestFinished(async () => {
    await new Promise<void>((done) => aedes.close(() => done()));
    server.close();
  });
  /** Breaks every connection. */
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const { port } = server.address() as AddressInfo;
  /** Breaks every connection, and nobody listens until `comeBack`. */
  const leave = () => {
    server.close();
    cut();
  };
  const comeBack = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  return { port, uplinks, claims, keys, send, mood, cut, leave, comeBack };
}
