// The whole way: a press on a device, a gateway of a configuration file, and an alarm receiver that takes it over.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { STAGE_ACCEPTED } from '#protocol/messages.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { GatewayCommand, portOf } from '../../cli/gateway-command.ts';
import { tempFolder } from '../../temp.ts';
import { TestReceiver } from './receiver.ts';
import { KEY } from './setting.ts';

it('a red press of a home goes out encrypted under its account, its ACK lights the light, and no log knows whose it is', async () => {
  const receiver = await new TestReceiver().start();
  onTestFinished(() => receiver.stop());
  receiver.key = Buffer.from(KEY, 'hex');
  const folder = await tempFolder();
  const at = (name: string) => join(folder, name);
  const secret = Buffer.alloc(32, 6);
  const home = '{ reference: Maria, street: Gartenweg, sia_account: "1234", sia_zone: "2" }';
  await writeFile(
    at('devices.yaml'),
    `devices: [{ device_id: CB-0001, key: "${secret.toString('hex')}", home: ${home} }]\n`,
  );
  const { host, port } = receiver.address;
  await writeFile(
    at('gateway.yaml'),
    `data: ${at('data')}
devices: ${at('devices.yaml')}
mqtt: { port: 0 }
http: { port: 0 }
desk: off
destinations:
  arc: { type: sia, receiver: { host: ${host}, port: ${port} }, account: "ABC", key: { env: ARC_KEY }, extended: [id] }
routes: { red: arc }
`,
  );
  const gateway = new GatewayCommand(at('gateway.yaml'), { ARC_KEY: KEY });
  const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
  await receiver.when(({ tests }) => tests.length > 0);
  const device = await new RawDevice('CB-0001', secret, { bootId: 1, connectNo: 1 }).join(
    portOf(ready.mqtt),
  );
  await device.press({ bootId: 1, seq: 1 });
  await receiver.when(({ events }) => events.length > 0);
  expect(receiver.events).toMatchObject([{ token: '*ADM-CID', account: '1234' }]);
  expect(receiver.events[0]?.content).toMatch(/^#1234\|1101 00 002\]\[ICB-0001\/1\/1\]_/);
  await device.until(() =>
    device.downlinks.some(
      (downlink) =>
        downlink.kind === 'progress' &&
        downlink.calls.some(({ stage }) => stage === STAGE_ACCEPTED),
    ),
  );
  expect(gateway.output).not.toMatch(new RegExp(`Maria|Gartenweg|${KEY}`));
  expect(await gateway.stop()).toBe(0);
});
