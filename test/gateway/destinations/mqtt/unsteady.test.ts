// Brokers that cut what they have taken, gateways with one name, and a message that poisons a topic: what it costs, and what health says.
import { describe, expect, it, onTestFinished } from 'vitest';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import {
  BrokerConnection,
  LASTED_MS,
  MAX_PAUSE_MS,
} from '#gateway/destinations/mqtt/broker-connection.ts';
import type { DestinationContext } from '#gateway/domain/ports/destination.ts';
import { installationId } from '#gateway/system/installation.ts';
import { caseOf } from '#test/contract/deliveries.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { until } from '#test/support/until.ts';
import { isUp, mqttTo, startBroker } from './broker.ts';

const never = () => new AbortController().signal;

async function broker(options = {}) {
  const started = await startBroker(options);
  onTestFinished(() => started.stop());
  return started;
}

/** Knows one device, and keeps what it is told. */
function contextOf(reports: string[], bad: string[]): DestinationContext {
  const device = { deviceId: 'CB-1', group: 'a', cases: [] };
  return {
    report: async (callId) => void reports.push(callId),
    malformed: (detail) => void bad.push(detail),
    devices: {
      deviceIds: () => ['CB-1'],
      viewOf: () => device,
      watch: () => () => {},
    } as unknown as DestinationContext['devices'],
  };
}

describe('a connection that comes up and does not last', () => {
  it('is made again after pauses that grow until one has lasted, and health names what happened', async () => {
    const { port, aedes } = await broker();
    let connects = 0;
    let isCutting = true;
    aedes.on('clientReady', (client) => {
      connects++;
      if (isCutting) client.close();
    });
    const clock = new MovingClock();
    const lookup = new HostLookup().lookup;
    const connection = new BrokerConnection({
      broker: {
        host: '127.0.0.1',
        port,
        tls: undefined,
        user: undefined,
        password: undefined,
        keepaliveS: 15,
        lookup,
      },
      clientId: 'gateway-city-status',
      clock,
      onTooLong: () => {},
    });
    onTestFinished(() => connection.stop());
    connection.start();
    for (let count = 1; count <= 7; count++) {
      await until(() => connects === count && connection.state?.isUp === false);
      if (count < 7) await clock.advance(MAX_PAUSE_MS);
    }
    expect(connection.state?.reason).toMatch(
      /^the broker closed the connection, \d+ times in a row soon .*client_id "gateway-city-status" used by another gateway/,
    );
    await clock.advance(MAX_PAUSE_MS / 2 - 1);
    expect(connects).toBe(7);
    isCutting = false;
    await clock.advance(MAX_PAUSE_MS);
    await until(() => connection.state?.isUp === true);
    // It is up, but nobody knows yet for how long.
    expect(connection.state?.reason).toMatch(/times in a row/);
    await clock.advance(LASTED_MS);
    expect(connection.state?.reason).toBeUndefined();
  });
});

describe('a broker that cuts clients which retain', () => {
  it('costs the states their connection, and no notice its', async () => {
    const cut = new Set<string>();
    const { port } = await broker({
      authorizePublish: (
        client: { id: string } | null,
        packet: { retain: boolean },
        done: (error?: Error | null) => void,
      ) => {
        if (packet.retain && client) cut.add(client.id);
        done(packet.retain ? new Error('no retain') : null);
      },
    });
    const city = mqttTo(port, { devicesPerSecond: 50 });
    city.setContext(contextOf([], []));
    await city.start();
    onTestFinished(() => city.stop());
    await until(() => cut.size > 0);
    for (let count = 0; count < 10; count++) {
      expect(await city.deliver(caseOf(), never())).toEqual({ kind: 'unknown' });
    }
    expect([...cut]).toEqual(['gateway-city-states']);
  });
});

describe('a retained message on the topic of reports that is none', () => {
  for (const bytes of [20_000, 1 << 20]) {
    it(`of ${bytes} bytes is told and passed over: reports are heard`, async () => {
      const { port, aedes } = await broker();
      const publish = (payload: Buffer, retain: boolean) =>
        new Promise<void>((resolve, reject) => {
          const packet = { cmd: 'publish', topic: 'callbutton/reports', payload, retain } as const;
          aedes.publish({ ...packet, qos: 1, dup: false }, (error) =>
            error ? reject(error) : resolve(),
          );
        });
      await publish(Buffer.alloc(bytes, 0x78), true);
      const reports: string[] = [];
      const bad: string[] = [];
      const city = mqttTo(port);
      city.setContext(contextOf(reports, bad));
      await city.start();
      onTestFinished(() => city.stop());
      await until(() => isUp(city) && bad.length > 0);
      await publish(Buffer.from('{"call_id":"CB-1.1.1","stage":"answered"}'), false);
      await until(() => reports.length > 0);
      expect({ reports, bad }).toEqual({ reports: ['CB-1.1.1'], bad: ['a report is too long'] });
      expect(isUp(city)).toBe(true);
    });
  }
});

describe('the default client id', () => {
  it('is the same after a restart, and another in another data folder', () => {
    expect(installationId('/var/lib/a')).toBe(installationId('/var/lib/a/'));
    expect(installationId('/var/lib/a')).not.toBe(installationId('/var/lib/b'));
    expect(installationId('/var/lib/a')).toMatch(/^[\da-f]{8}$/);
  });
});
