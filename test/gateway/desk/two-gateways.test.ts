// Two gateways that send to one desk: what the second sends under the id of an open call of the first is refused, and lost nowhere.
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import type { Gateway } from '#gateway/main.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { VirtualHome } from '#simulator/home.ts';
import { SECRET, startTestGateway, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';
import { deskAlone } from './desk-alone.ts';
import { DeskBench } from './desk-bench.ts';
import { Officer } from './officer.ts';

const ID = 'CB-0001';
const SECOND = '/gateways/second';

function homeAt(gateway: Gateway): VirtualHome {
  const main = { host: '127.0.0.1', port: gateway.mqttPort, tls: false };
  const settings = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
  const home = new VirtualHome({ settings });
  onTestFinished(() => home.powerOff());
  home.powerOn();
  return home;
}

describe('a second gateway', () => {
  it('whose call has the id of an open one is refused and keeps its press, until that one is over', async () => {
    const bench = await DeskBench.start([ID]);
    const outcomes: Outcome[] = [];
    const second = await startTestGateway({
      folder: await tempFolder(),
      devices: [testDevice(ID)],
      platformUrl: `http://127.0.0.1:${bench.desk.port}/v1/events`,
      change: () => ({ destinations: { platform: watched(bench.desk.port, outcomes) } }),
    });
    onTestFinished(() => second.stop());
    const ann = await Officer.login(bench.desk.port, 'Ann', true);
    await ann.listen();
    onTestFinished(() => ann.close());

    homeAt(bench.gateway).press(KEY_RED);
    const { callId } = await ann.sees(() => true);
    await ann.onDuty(callId);
    // The same press of the same button, which was taken to the other gateway.
    const moved = homeAt(second);
    moved.press(KEY_RED);
    await until(() => outcomes[0], 'the answer to the second gateway');
    expect(outcomes[0]).toMatchObject({ kind: 'failed', code: 'REFUSED' });
    // Nobody has seen this one: its light doesn't say that help is coming.
    expect(moved.light?.name).not.toBe('accepted');
    const { source, presses } = await ann.sees((call) => call.callId === callId);
    expect([source, presses]).toEqual(['/t', 1]);
    await ann.step(callId, { step: 'taken' });
    await ann.step(callId, { step: 'closed', outcome: 'helped', followUp: false });
    const again = await ann.sees((call) => call.source === SECOND);
    expect(again.callId).toBe(callId);
    expect([again.taker, again.closedAt]).toEqual([undefined, undefined]);
  });

  it('is taken in all its other calls, and also when both come in one moment', async () => {
    const { press, running } = await deskAlone();
    const answers = await Promise.allSettled([
      press('C1', { key: 'green' }),
      press('C1', { key: 'green', source: SECOND }),
      press('C2', { key: 'green', source: SECOND }),
      press('C1', { key: 'green' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(answers[1]).toMatchObject({ reason: { code: 'DESK_CALL_ELSEWHERE' } });
    const calls = running.desk.calls().map(({ callId, source, presses }) => {
      return `${callId} ${source} ${presses}`;
    });
    expect(calls.sort()).toEqual(['C1 /gateways/g 2', `C2 ${SECOND} 1`]);
  });
});

/** The way of a gateway of another name to this desk. */
function watched(port: number, outcomes: Outcome[]): WebhookDestination {
  const url = `http://127.0.0.1:${port}/v1/events`;
  const { utc } = systemClock;
  const webhook = new WebhookDestination({
    name: 'platform',
    url,
    secret: SECRET,
    source: SECOND,
    utc,
  });
  const deliver = webhook.deliver.bind(webhook);
  webhook.deliver = async (delivery, signal) => {
    const outcome = await deliver(delivery, signal);
    outcomes.push(outcome);
    return outcome;
  };
  return webhook;
}
