// A device on its way into service through the admin API, with the real firmware at the other end of its key.
import { Button } from '#test/support/button.ts';
import { until } from '#test/support/until.ts';
import type { ApiBench } from './management-bench.ts';

export const ID = 'CB-0001';
export const HOME = {
  reference: '4711',
  community: 'Gulou',
  subdistrict: '湖南路街道',
  name: '王秀英',
};
export const SEEN = {
  light_confirmed: true,
  buzzer_confirmed: true,
  rssi_dbm: -61,
  battery_percent: 97,
};

export async function registered(bench: ApiBench) {
  await bench.ask('installer', 'POST', '/devices', { device_id: ID, group: 'building-3' });
  const { body } = await bench.ask('installer', 'POST', `/devices/${ID}/key`);
  return {
    version: body.key_version as number,
    secret: Buffer.from(String(body.key), 'hex'),
  };
}

/** With its key, in its home, connected. */
export async function provisioned(bench: ApiBench) {
  const key = await registered(bench);
  const home = await bench.ask('installer', 'PUT', '/homes', HOME);
  await bench.ask('installer', 'PUT', `/devices/${ID}/home`, { home_id: home.body.home_id });
  await bench.ask('installer', 'POST', `/devices/${ID}/provisioned`, { key_version: key.version });
  const button = new Button(ID, key, bench.gateway.mqttPort);
  await until(() => button.device.link.state === 'connected');
  return { button, key, homeId: home.body.home_id };
}

export async function pressAsTest(bench: ApiBench, button: Button) {
  await bench.ask('installer', 'POST', `/devices/${ID}/commands`, { kind: 'self_test' });
  const commands = async () =>
    (await bench.ask('installer', 'GET', `/devices/${ID}/commands`)).body.commands;
  await until(async () => (await commands())?.[0]?.state === 'done');
  button.hal.press(1);
  button.hal.press(2);
  await until(async () => {
    const { body } = await bench.ask('installer', 'GET', `/devices/${ID}/calls`);
    const calls = body.calls ?? [];
    return calls.length === 2 && calls.every(({ stage }) => stage !== 'stored');
  });
}
