// The device on its own feet: connected, its signal, its battery. What isn't as it should be is told with the device's reason.
import { wordIn } from '../../messages/sentence.ts';
import { Failure, failureOf } from '../failure.ts';
import { pause } from '../pace.ts';
import { chargeOf, type Health, healthOf, linkFailure, signalOf } from './health.ts';
import { greeted, remember, type Walk, warn } from './walk.ts';

/** Over the cable; a device that has restarted meanwhile is greeted anew. */
export async function look(walk: Walk): Promise<Health> {
  const read = async () => healthOf(await (await greeted(walk)).values('state'));
  try {
    return await read();
  } catch (error) {
    if (failureOf(error).code !== 'DEVICE_RESTARTED') throw error;
    await walk.cable.drop();
    return await read();
  }
}

/** Waits until it is connected and the gateway has seen it under its newest key. */
export async function waitForLink(walk: Walk): Promise<void> {
  const { installer, pace, signal } = walk;
  const { texts } = installer;
  const began = performance.now();
  let said = '';
  for (;;) {
    const health = await look(walk);
    const waited = performance.now() - began;
    if (health.link === 'connected') break;
    const failure = linkFailure(health.reason);
    // While it tries anew it has no reason: what was wrong last stays in sight.
    if (health.reason !== '')
      said = texts.linkReason(texts.failures[failure.code].what(failure.detail));
    const state = said || wordIn(texts.doctor.link, health.link);
    installer.progress(`${Math.round(waited / 1_000)} s  ${state}`);
    // These don't pass by themselves; the first attempts after a start may still fail so.
    const isHopeless = failure.code === 'WIFI_PASSWORD' || failure.code === 'WIFI_NOT_FOUND';
    if (waited >= pace.linkMs || (isHopeless && waited >= pace.hopelessMs)) throw failure;
    await pause(pace.lookMs, signal);
  }
  await seenByGateway(walk, began);
  const health = await look(walk);
  const strength = signalOf(health.rssi);
  await remember(walk, { rssi_dbm: health.rssi === 0 ? null : health.rssi });
  installer.note(texts.signal(texts.strength[strength], health.rssi));
  if (strength === 'weak' || strength === 'bad') {
    await warn(walk, 'WIFI_WEAK', `${health.rssi} dBm`);
  }
}

async function seenByGateway(walk: Walk, began: number): Promise<void> {
  const { api, state, pace, signal } = walk;
  for (;;) {
    walk.device = await api.device(state.device_id);
    const { connected, key_version_used: used } = walk.device ?? { key_version_used: 0 };
    if (connected && used === state.key_version) return;
    if (performance.now() - began >= pace.linkMs) throw new Failure('LINK_SLOW', `key ${used}`);
    await pause(pace.lookMs, signal);
  }
}

/** Mains and battery. The device means its battery on mains at its best, so a low one is one that doesn't charge. */
export async function checkPower(walk: Walk): Promise<void> {
  const { installer } = walk;
  const { texts } = installer;
  const health = await look(walk);
  const charge = chargeOf(health);
  const isMeasured = charge !== 'unknown';
  await remember(walk, {
    battery_percent: isMeasured ? health.batteryPercent : null,
    on_mains: health.onMains,
  });
  installer.note(texts.power(health.onMains, texts.charge[charge], health.batteryPercent));
  if (!health.onMains) await warn(walk, 'NO_MAINS', '');
  if (charge !== 'good' && charge !== 'unknown') {
    await warn(walk, 'BATTERY_LOW', `${health.batteryPercent} %`);
  }
}
