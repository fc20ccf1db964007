// Key and settings: issued, written, read back, committed; after the restart the device proves that it holds them.
import type { Conversation, Hello } from '../cable/conversation.ts';
import { Failure, failureOf } from '../failure.ts';
import { addressOf } from '../fields.ts';
import { askWifi } from './prepare.ts';
import { rebooted } from './reboot.ts';
import { proven, remember, type Walk } from './walk.ts';

/** Errors: those of the cable and of the proof; PRESS_WAITING, SETTING_DIFFERS, STORAGE_FAILED, COMMIT_UNKNOWN. */
export async function writeSettings(walk: Walk): Promise<void> {
  const { installer, api, state } = walk;
  installer.progress(installer.texts.looking);
  walk.device = await api.device(state.device_id);
  const talk = await proven(walk);
  if (!walk.rewrite && (await holdsAll(walk, talk))) {
    installer.note(installer.texts.keyHeld(talk.hello.keyVersion));
    return await confirm(walk, talk.hello.keyVersion);
  }
  if (walk.plan.wifi?.password === undefined || walk.plan.main === undefined) await askWifi(walk);
  // With its newest key proved, a device needs other settings only. One whose key is in doubt gets a new one.
  if (!walk.key && !isNewest(walk, talk)) await issue(walk);
  const settings = settingsOf(walk);
  for (const [index, [name, value]] of settings.entries()) {
    await talk.set(name, value);
    installer.progress(installer.texts.written(index + 1, settings.length));
  }
  await talk.ask('check');
  await commit(walk, talk);
  const { keyVersion } = await restarted(walk);
  walk.rewrite = false;
  installer.note(installer.texts.settingsHeld(settings.length, keyVersion));
}

function isNewest({ device }: Walk, { hello, isProven }: Conversation): boolean {
  return isProven && hello.keyVersion > 0 && hello.keyVersion === device?.key_version;
}

async function holdsAll(walk: Walk, talk: Conversation): Promise<boolean> {
  if (!isNewest(walk, talk)) return false;
  const { state, plan } = walk;
  if (!state.key_proved || state.key_version !== talk.hello.keyVersion) return false;
  // Given again, a password that has never led to a connection may be another one.
  const hasLinked = state.steps.some(({ step }) => step === 'link');
  if (plan.wifi?.password !== undefined && !hasLinked) return false;
  if (plan.wifi?.ssid === undefined) return true;
  const [where, ssid] = await talk.ask('get', 'wifi_ssid');
  // A draft isn't held: an attempt before has left it.
  return where === 'stored' && ssid === plan.wifi.ssid;
}

async function issue(walk: Walk): Promise<void> {
  const { api, state, installer } = walk;
  const { time } = await api.whoami();
  const { key_version: version, key } = await api.issueKey(state.device_id);
  walk.key = { version, secret: Buffer.from(key, 'hex') };
  walk.isHeldBack = false;
  await remember(walk, {
    key_version: version,
    key_proved: false,
    presses_since: time,
    // What was tested with another key counts for nothing.

    green_call: undefined,
    red_call: undefined,
  });
  installer.note(installer.texts.keyIssued(version));
}

function settingsOf({ plan, state, key }: Walk): [string, string][] {
  const main = addressOf(plan.main as string);
  const spare = plan.spare ? addressOf(plan.spare) : undefined;
  const settings: [string, string][] = [['device_id', state.device_id]];
  if (key) {
    settings.push(['key', Buffer.from(key.secret).toString('hex')]);
    settings.push(['key_version', String(key.version)]);
  }
  settings.push(['main_host', main.host], ['main_port', String(main.port)]);
  settings.push(['main_tls', main.tls ? '1' : '0'], ['spare_host', spare?.host ?? '']);
  if (spare) {
    settings.push(['spare_port', String(spare.port)], ['spare_tls', spare.tls ? '1' : '0']);
  }
  settings.push(['wifi_ssid', plan.wifi?.ssid ?? '']);
  settings.push(['wifi_password', plan.wifi?.password ?? '']);
  if (plan.heartbeat) settings.push(['heartbeat_s', plan.heartbeat]);
  if (plan.unreachedAfter) settings.push(['unreached_after_s', plan.unreachedAfter]);
  return settings;
}

/** An answer that got lost isn't a commit that failed: what the device holds now tells. */
async function commit(walk: Walk, talk: Conversation): Promise<void> {
  const highest = String(walk.device?.highest_boot_id ?? 0);
  const words = walk.plan.drop ? ['commit', highest, 'drop'] : ['commit', highest];
  walk.isHeldBack = false;
  try {
    await talk.ask(...words);
  } catch (error) {
    const failure = failureOf(error);
    if (!LOST.includes(failure.code)) throw failure;
    walk.installer.warn(walk.installer.texts.commitLost);
    const { hello } = await walk.cable.back(walk.pace.replugMs);
    // Without a new key nothing tells the old settings from the new ones: they are written again.
    const isThere = walk.key !== null && hello.keyVersion === walk.key.version;
    if (!isThere) throw new Failure('COMMIT_UNKNOWN', walk.state.device_id);
  }
}

const LOST = ['DEVICE_SILENT', 'DEVICE_UNREADABLE', 'CABLE_LOST', 'DEVICE_RESTARTED'];

/** Restarts it and looks what it holds now. Errors: COMMIT_UNKNOWN when that isn't what was written. */
async function restarted(walk: Walk): Promise<Hello> {
  const { cable, state, key, installer } = walk;
  installer.progress(installer.texts.restarting);
  const asked = await cable
    .talk()
    .then((talk) => talk.ask('restart'), failureOf)
    .catch(failureOf);
  // Any other failure: it has restarted already, or its answer is lost.
  if (asked instanceof Failure && asked.code === 'INTERRUPTED') throw asked;
  const { hello } = await rebooted(walk);
  // A restart ends test mode.
  await remember(walk, { test_began_at: undefined });
  const wanted = key?.version ?? state.key_version ?? hello.keyVersion;
  if (hello.deviceId !== state.device_id || hello.keyVersion !== wanted) {
    throw new Failure('COMMIT_UNKNOWN', state.device_id);
  }
  await proven(walk);
  await confirm(walk, hello.keyVersion);
  return hello;
}

async function confirm(walk: Walk, keyVersion: number): Promise<void> {
  const { state, key_version } = walk.device ?? {};
  // Nothing new for a gateway that has it in service with this key.
  const isKnown = state === 'in_service' && key_version === keyVersion;
  if (!isKnown) walk.device = await walk.api.provisioned(walk.state.device_id, keyVersion);
  await remember(walk, { key_version: keyVersion, key_proved: true });
}
