// The example for Mosquitto, as docs/guides/mqtt-broker.md has it, on a real Mosquitto: who may say what, and who may not.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DestinationContext } from '#gateway/domain/ports/destination.ts';
import { findMosquitto } from '#simulator/bench/gateway-baselines.ts';
import { freePort } from '#simulator/gateway-process.ts';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../../temp.ts';
import { isUp, Listener, mqttTo } from './broker.ts';

const GUIDE = new URL('../../../../docs/guides/mqtt-broker.md', import.meta.url);
const program = findMosquitto();

/** The first block of this language. */
async function block(language: string): Promise<string> {
  const text = await readFile(GUIDE, 'utf8');
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(text)?.[1] as string;
}

/** Its settings but for the certificate, which takes a name of its own. */
async function start(mosquitto: string): Promise<number> {
  const folder = await tempFolder();
  const port = await freePort();
  await writeFile(join(folder, 'acl'), await block('acl'), { mode: 0o600 });
  await writeFile(join(folder, 'passwords'), '', { mode: 0o600 });
  for (const user of ['gateway', 'platform', 'stranger']) {
    const args = ['-b', join(folder, 'passwords'), user, `${user}-word`];
    await promisify(execFile)('mosquitto_passwd', args);
  }
  const conf = (await block('conf'))
    .replace(/^(certfile|keyfile|#).*$/gm, '')
    .replace('listener 8883', `listener ${port} 127.0.0.1`)
    .replaceAll('/etc/mosquitto/', `${folder}/`)
    .concat(`persistence_location ${folder}/\nuser ${process.env.USER ?? 'root'}\n`);
  await writeFile(join(folder, 'mosquitto.conf'), conf);
  const child = spawn(mosquitto, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await until(() => {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
    return listens(port);
  }, 'mosquitto listens');
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const account = (username: string) => ({ username, password: `${username}-word` });

describe('Mosquitto with the access list of the guide', () => {
  it.skipIf(program === undefined)(
    'lets the gateway tell, the platform hear and report, and nobody else do either',
    async () => {
      const port = await start(program as string);
      const broker = { user: 'gateway', password: 'gateway-word' };
      const city = mqttTo(port, { broker });
      const reports: string[] = [];
      const context: DestinationContext = {
        devices: { deviceIds: () => [], viewOf: () => undefined, watch: () => () => {} },
        report: async (callId, stage) => void reports.push(`${callId} ${stage}`),
        malformed: (detail) => void reports.push(detail),
      };
      city.setContext(context);
      await city.start();
      onTestFinished(() => city.stop());
      await until(() => isUp(city));
      const platform = await Listener.start(port, 'callbutton/calls/#', account('platform'));
      const stranger = await Listener.start(port, '#', account('stranger')).catch(() => undefined);
      expect(await city.deliver(deliveryOf(1), new AbortController().signal)).toEqual({
        kind: 'unknown',
      });
      await platform.whenHeard(1);
      expect(stranger?.heard ?? []).toEqual([]);
      const report = (stage: string) => JSON.stringify({ call_id: 'CB-1.1.1', stage });
      await stranger?.client.publishAsync('callbutton/reports', report('closed'), { qos: 1 });
      await platform.client.publishAsync('callbutton/reports', report('accepted'), { qos: 1 });
      await until(() => reports.length > 0);
      expect(reports).toEqual(['CB-1.1.1 accepted']);
      const wrong = mqttTo(port, { broker: { ...broker, password: 'x' }, clientId: 'other' });
      await wrong.start();
      onTestFinished(() => wrong.stop());
      expect(await wrong.deliver(deliveryOf(1), new AbortController().signal)).toMatchObject({
        code: 'REFUSED',
        detail: 'CONNACK 5: not authorized',
      });
    },
  );
});
