// The MQTT destination keeps the contract of the destination port: with Aedes as the broker, and with Mosquitto.
import { describe, it } from 'vitest';
import { findMosquitto, startMosquitto } from '#simulator/bench/gateway-baselines.ts';
import { Scope } from '#simulator/bench/scope.ts';
import {
  type Behaviour,
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import { until } from '#test/support/until.ts';
import { isUp, mqttTo, startBroker } from './broker.ts';
import { MqttProxy, type ProxyMode } from './proxy.ts';

const MODES: Partial<Record<Behaviour, ProxyMode>> = {
  refusing: 'cut at PUBLISH',
  hanging: 'no PUBACK',
  gone: 'gone',
};

/** `start` returns the port of a broker and how it is stopped. */
async function harness(
  start: () => Promise<{ port: number; stop(): Promise<void> }>,
): Promise<DestinationHarness> {
  const broker = await start();
  const proxy = await new MqttProxy(broker.port).start();
  const destination = mqttTo(proxy.port);
  return {
    can: ['unknown', 'ids', 'notices', 'link'],
    destination,
    become: async (behaviour) => {
      await proxy.become(MODES[behaviour] ?? 'well');
      if (behaviour === 'hanging') await until(() => isUp(destination));
    },
    received: () => proxy.published.map(({ payload }) => JSON.parse(payload).id),
    whenReceived: (count) => proxy.whenPublished(count),
    async close() {
      await proxy.stop();
      await broker.stop();
    },
  };
}

destinationContract('MQTT over Aedes', () => harness(() => startBroker()));

const program = findMosquitto();
if (program === undefined) {
  describe('the contract of the destination: MQTT over Mosquitto', () => {
    it.skip('is not asked: mosquitto is not installed', () => {});
  });
} else {
  destinationContract('MQTT over Mosquitto', () =>
    harness(async () => {
      const scope = new Scope();
      return { port: await startMosquitto(scope, program), stop: () => scope.stop() };
    }),
  );
}
