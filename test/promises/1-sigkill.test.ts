// Promises 1 and 2 under SIGKILL: the gateway dies at each point of a press's way and nothing is lost or doubled.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { auditSeen } from '#simulator/audit/seen.ts';
import { type SeenPress, VirtualHome } from '#simulator/home.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { KILL_POINTS } from '#test/support/gateway-child.ts';
import { startGatewayChild } from '#test/support/start-gateway-child.ts';
import { SECRET, testDevice } from '#test/support/test-gateway.ts';

const ID = 'CB-0001';

/** A home whose device comes back quickly, and a way to await what it sees. */
function makeHome(mqttPort: number): { home: VirtualHome; answered: Promise<SeenPress> } {
  let done: (press: SeenPress) => void;
  const answered = new Promise<SeenPress>((resolve) => {
    done = resolve;
  });
  const main = { host: '127.0.0.1', port: mqttPort, tls: false };
  const standard = standardSettings(ID, testDevice(ID).keys[0]!.secret, 1, main, null);
  const quick = {
    redRetryFirst: 50,
    redRetryLongest: 100,
    idleRetryFirst: 50,
    idleRetryLongest: 100,
  };
  const settings = { ...standard, limits: { ...standard.limits, ...quick } };
  const onMove = (press: SeenPress) => {
    if (press.storedAt !== undefined && press.answeredAt !== undefined) done(press);
  };
  return { home: new VirtualHome({ settings, onMove }), answered };
}

describe('a press survives SIGKILL of the gateway at every point of its way', () => {
  it.each(KILL_POINTS)('%s', async (killAt) => {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-kill-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const platform = new StandInPlatform({ secret: SECRET, answerAfterMs: () => 0 });
    onTestFinished(() => platform.stop());
    const platformUrl = await platform.start();
    const options = { folder, platformUrl, deviceIds: [ID] };

    const first = await startGatewayChild({ ...options, mqttPort: 0, httpPort: 0, killAt });
    const { mqttPort, httpPort } = first;
    platform.reportTo(`http://127.0.0.1:${httpPort}`);
    const { home, answered } = makeHome(mqttPort);
    onTestFinished(() => home.powerOff());
    home.powerOn();
    home.press(KEY_RED);
    const [, signal] = await once(first.process, 'exit');
    expect(signal).toBe('SIGKILL');

    await startGatewayChild({ ...options, mqttPort, httpPort });
    const press = await answered;
    expect(press.identity).toEqual({ bootId: 1, seq: press.identity.seq });
    const verdict = auditSeen(home.presses, platform.received);
    expect(verdict).toMatchObject({ presses: 1, stored: 1, accepted: 1, answered: 1 });
    expect([...verdict.lost, ...verdict.doubled, ...verdict.untrue]).toEqual([]);
  });
});
