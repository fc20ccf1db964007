// A platform at an MQTT broker, in a process of its own: reports every call as accepted, and knows when it came.
import mqtt from 'mqtt';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

/** The first acceptance of each press, by `device_id/boot_id/seq`. */
const acceptedAt = new Map<string, number>();

async function start(url: string): Promise<void> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4 });
  client.on('message', (_topic, payload) => {
    const { id, data } = JSON.parse(payload.toString());
    if (!acceptedAt.has(id)) acceptedAt.set(id, sharedNow());
    const report = JSON.stringify({ call_id: data.call_id, stage: 'accepted' });
    client.publish('callbutton/reports', report, { qos: 1 });
  });
  await client.subscribeAsync('callbutton/calls/#', { qos: 1 });
}

serve({ start, accepted: () => acceptedAt });
