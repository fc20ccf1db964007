// A gateway in a process of its own that kills itself (SIGKILL) at a named point of a press's way.
// Arguments: one JSON object, ChildOptions. Prints "ready MQTT HTTP" when it serves.
import type { GatewayPorts } from '#gateway/main.ts';
import { startTestGateway, testDevice } from './test-gateway.ts';
import { wrap } from './wrap.ts';

/** In the order of the way. */
export const KILL_POINTS = [
  'before the press is written',
  'after the press is written, before its receipt',
  'before the press is offered',
  'after the platform accepted, before that is written',
  'after the acceptance is written, before the device hears of it',
  'before the answer is written',
  'after the answer is written, before the device hears of it',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

export interface ChildOptions {
  folder: string;
  deviceIds: string[];
  platformUrl: string;
  mqttPort: number;
  httpPort: number;
  killAt?: KillPoint;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // SIGKILL may take a moment; nothing else may happen in it.
  for (;;);
}

function killingPorts(point: KillPoint | undefined, ports: GatewayPorts): Partial<GatewayPorts> {
  const at = (here: KillPoint) => {
    if (here === point) die();
  };
  const { journal } = ports;
  const platform = ports.destinations.platform!;
  return {
    journal: wrap(journal, {
      async appendPress(press, assign) {
        at('before the press is written');
        const appended = await journal.appendPress(press, assign);
        at('after the press is written, before its receipt');
        return appended;
      },
      async update(change) {
        const isAnswer = change.call?.stage === 'answered';
        if (isAnswer) at('before the answer is written');
        if (change.settled) at('after the platform accepted, before that is written');
        await journal.update(change);
        if (change.settled) at('after the acceptance is written, before the device hears of it');
        if (isAnswer) at('after the answer is written, before the device hears of it');
      },
    }),
    destinations: {
      platform: wrap(platform, {
        async deliver(delivery, signal) {
          at('before the press is offered');
          return platform.deliver(delivery, signal);
        },
      }),
    },
  };
}

const argument = process.argv[2];
if (argument?.startsWith('{')) {
  const options: ChildOptions = JSON.parse(argument);
  const { folder, platformUrl, mqttPort, httpPort } = options;
  const gateway = await startTestGateway({
    folder,
    platformUrl,
    mqttPort,
    httpPort,
    devices: options.deviceIds.map((id) => testDevice(id)),
    change: (ports) => killingPorts(options.killAt, ports),
  });
  process.stdout.write(`ready ${gateway.mqttPort} ${gateway.httpPort}\n`);
}
