// The way to the broker: whom TLS believes, how long a packet may be, and how long it is waited between attempts.
import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_PAUSE_MS, reconnectPause } from '#gateway/destinations/mqtt/broker-connection.ts';
import { PacketGauge } from '#gateway/destinations/mqtt/socket.ts';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { mqttTo, startBroker } from './broker.ts';

const DAY_MS = 86_400_000;

async function certificate(name: string, days = 1) {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 10 * DAY_MS),
    notAfterDate: new Date(Date.now() + days * DAY_MS),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  return { cert, key };
}

async function outcomeWith(
  server: Parameters<typeof startBroker>[1],
  tls: { ca?: string; cert?: string; key?: string },
) {
  const broker = await startBroker({}, server);
  const city = mqttTo(broker.port, { broker: { host: 'localhost', tls } });
  await city.start();
  onTestFinished(async () => {
    await city.stop();
    await broker.stop();
  });
  return await city.deliver(deliveryOf(1), new AbortController().signal);
}

describe('TLS', () => {
  it('believes the authority of the configuration, and none that it does not know', async () => {
    const own = await certificate('localhost');
    expect(await outcomeWith(own, { ca: own.cert })).toEqual({ kind: 'unknown' });
    expect(await outcomeWith(own, {})).toMatchObject({
      kind: 'failed',
      code: 'UNREACHABLE',
      detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('does not believe a certificate that is over, or of another host', async () => {
    const over = await certificate('localhost', -1);
    const other = await certificate('other.test');
    expect(await outcomeWith(over, { ca: over.cert })).toMatchObject({
      detail: 'CERT_HAS_EXPIRED',
    });
    expect(await outcomeWith(other, { ca: other.cert })).toMatchObject({
      detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('shows the certificate of this client to a broker that asks', async () => {
    const own = await certificate('localhost');
    const client = await certificate('gateway');
    const server = { ...own, ca: client.cert, requestCert: true };
    expect(await outcomeWith(server, { ca: own.cert, ...client })).toEqual({ kind: 'unknown' });
    expect(await outcomeWith(server, { ca: own.cert })).toMatchObject({ code: 'UNREACHABLE' });
  });
});

describe('the gauge of packets', () => {
  const packets = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 });
  const bytesOf = (sizes: readonly number[]) =>
    Buffer.concat(
      sizes.map((size) =>
        mqttPacket.generate({
          cmd: 'publish',
          topic: 't',
          qos: 0,
          dup: false,
          retain: false,
          payload: Buffer.alloc(size, 0xff),
        }),
      ),
    );
  /** Topic and its length. */
  const HEAD = 3;

  it('takes what is short enough, however it is cut into pieces, and nothing longer', () => {
    fc.assert(
      fc.property(packets, fc.integer({ min: 1, max: 50 }), (sizes, piece) => {
        const gauge = new PacketGauge(200 + HEAD);
        const bytes = bytesOf(sizes);
        let isGood = true;
        for (let at = 0; at < bytes.length && isGood; at += piece) {
          isGood = gauge.take(bytes.subarray(at, at + piece));
        }
        expect(isGood).toBe(Math.max(...sizes) <= 200);
      }),
    );
  });

  it('takes no length that does not end', () => {
    expect(new PacketGauge(1e9).take(Uint8Array.of(0x30, 128, 128, 128, 128))).toBe(false);
    expect(new PacketGauge(1e9).take(Uint8Array.of(0x30, 128, 128, 128, 1))).toBe(true);
  });
});

describe('the pause after a failure', () => {
  it('doubles from half a second to 10 s, and half of it is drawn', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 1_000].map((count) => reconnectPause(count, 1));
    expect(longest).toEqual([
      500,
      1_000,
      2_000,
      4_000,
      8_000,
      MAX_PAUSE_MS,
      MAX_PAUSE_MS,
      MAX_PAUSE_MS,
    ]);
    expect(reconnectPause(1, 0)).toBe(250);
    expect(reconnectPause(9, 0)).toBe(5_000);
  });
});
