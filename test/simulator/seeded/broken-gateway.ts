// A gateway with one deliberate fault, made by wrapping the real one's ports. Arguments: fault, --config, file.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, readConfig } from '#gateway/config/index.ts';
import type { Outcome, PressDelivery } from '#gateway/domain/ports/destination.ts';
import { Gateway, type GatewayPorts, realPorts } from '#gateway/main.ts';
import { wrap } from '#test/support/wrap.ts';

type Break = (ports: GatewayPorts, config: Config) => Partial<GatewayPorts>;

type Deliver = (delivery: PressDelivery, signal?: AbortSignal) => Promise<Outcome>;

/** The real destination, behind one that calls it as it likes. */
function deliver(
  ports: GatewayPorts,
  broken: (delivery: PressDelivery, really: Deliver) => Promise<Outcome>,
): Partial<GatewayPorts> {
  const platform = ports.destinations.platform!;
  return {
    destinations: {
      platform: wrap(platform, {
        deliver: (delivery, signal) =>
          delivery.kind === 'notice'
            ? platform.deliver(delivery, signal)
            : broken(delivery, (press, other = signal) => platform.deliver(press, other)),
      }),
    },
  };
}

const ACCEPTED = { kind: 'accepted' } as const;
const isThird = ({ press }: PressDelivery) => press.seq % 3 === 0;

export const GATEWAY_FAULTS: Record<string, Break> = {
  'acknowledges before storing': ({ journal }) => ({
    journal: wrap(journal, {
      async appendPress(_press, assign) {
        // Never written: a kill before the delivery is the end of it.
        return { outcome: 'stored', record: assign().press };
      },
    }),
  }),
  'forgets on restart what it had': ({ journal }, config) => ({
    journal: wrap(journal, {
      async start() {
        await rm(join(config.data, 'journal'), { recursive: true, force: true });
        await journal.start();
      },
    }),
  }),
  'receipts a press that it did not keep': ({ journal }) => ({
    journal: wrap(journal, {
      async appendPress(press, assign) {
        if (press.seq % 3 === 0) return { outcome: 'duplicate' };
        return journal.appendPress(press, assign);
      },
    }),
  }),
  'gives one press two call ids': (ports) =>
    deliver(ports, async (delivery, really) => {
      const { press } = delivery;
      await really({ ...delivery, press: { ...press, callId: `${press.callId}0` } });
      return really(delivery);
    }),
  'tells of an acceptance that did not happen': (ports) =>
    deliver(ports, async (delivery, really) => (isThird(delivery) ? ACCEPTED : really(delivery))),
  'tells of an acceptance before it happens': (ports) =>
    deliver(ports, async (delivery, really) => {
      setTimeout(() => void really(delivery, new AbortController().signal), 1_500);
      return ACCEPTED;
    }),
  'gives up when the platform is down': (ports) =>
    deliver(ports, async (delivery, really) => {
      await really(delivery);
      return ACCEPTED;
    }),
  'delivers a press under the name of another device': (ports) =>
    deliver(ports, async (delivery, really) => {
      const deviceId = delivery.press.deviceId === 'SIM-000001' ? 'SIM-000002' : 'SIM-000001';
      return really(
        isThird(delivery) ? { ...delivery, press: { ...delivery.press, deviceId } } : delivery,
      );
    }),
  'joins presses of different homes in one call': (ports) =>
    deliver(ports, async (delivery, really) => {
      return really({ ...delivery, press: { ...delivery.press, callId: 'SIM-000001.1.2' } });
    }),
  'says green where red was pressed': (ports) =>
    deliver(ports, async (delivery, really) => {
      return really({ ...delivery, press: { ...delivery.press, key: 'green' } });
    }),
  'never takes a green press': ({ journal }) => ({
    journal: wrap(journal, {
      appendPress: (press, assign) =>
        press.key === 'green' ? new Promise(() => {}) : journal.appendPress(press, assign),
    }),
  }),
  'names another resident': (ports) =>
    deliver(ports, async (delivery, really) =>
      really({ ...delivery, home: { reference: 'home-1' } }),
    ),
  'calls a real press a test': (ports) =>
    deliver(ports, async (delivery, really) =>
      really({ ...delivery, press: { ...delivery.press, test: true } }),
    ),
  'refuses devices that are in order': ({ directory }) => ({
    directory: wrap(directory, {
      find(deviceId) {
        const device = directory.find(deviceId);
        const isOne = deviceId.endsWith('1');
        return device && isOne
          ? { ...device, keys: [{ version: 1, secret: Buffer.alloc(32) }] }
          : device;
      },
    }),
  }),
};

async function main(fault: string, configFile: string): Promise<void> {
  const config = await readConfig(configFile);
  const ports = await realPorts(config);
  const broken = GATEWAY_FAULTS[fault]!(ports, config);
  const gateway = new Gateway(config, { ...ports, ...broken });
  await gateway.start();
  await once(process, 'SIGTERM');
  await gateway.stop();
}

const [, script, fault, , configFile] = process.argv;
if (script?.endsWith('broken-gateway.ts') && fault && configFile) await main(fault, configFile);
