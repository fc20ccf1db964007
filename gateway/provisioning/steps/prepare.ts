// The steps before anything is written: which device, whether the gateway is there, what is wanted, and its entry there.
import { checkBoard } from '../board.ts';
import type { Hello } from '../cable/conversation.ts';
import type { Device } from '../client/api.ts';
import { Failure, failureOf } from '../failure.ts';
import { type FieldName, faultOf } from '../fields.ts';
import { type Plan, proven, remember, type Walk } from './walk.ts';

/** Finds the device and tells what it is. */
export async function findIt(walk: Walk): Promise<void> {
  const { installer, plan } = walk;
  const talk = await walk.cable.talk();
  const { hello, line } = talk;
  installer.note(installer.texts.found(line.path, hello));
  const board = await checkBoard(talk);
  if (board !== undefined) installer.note(installer.texts.boardIs(board));
  walk.heldId = hello.deviceId;
  if (hello.deviceId !== '') {
    if (plan.deviceId !== undefined && plan.deviceId !== hello.deviceId) {
      throw new Failure('DEVICE_OTHER', hello.deviceId);
    }
    plan.deviceId = hello.deviceId;
  }
}

/** Whether the gateway is there, is the right one, and knows the token. */
export async function greetGateway(walk: Walk): Promise<void> {
  const { api, installer } = walk;
  const { name, role, gateway, version, mqtt } = await api.whoami();
  const [listener] = mqtt.toSorted((a, b) => Number(a.tls) - Number(b.tls));
  if (listener) {
    const address = `${walk.gateway.hostname}:${listener.port}`;
    walk.mainSuggested = listener.tls ? `tls://${address}` : address;
  }
  installer.note(installer.texts.gatewayIs(gateway, version, name, role));
}

/** The network and its password, and the gateway's address on the device; `former` is what was wrong. */
export async function askWifi(
  walk: Walk,
  former: { ssid?: string | undefined; main?: string | undefined } = {},
): Promise<void> {
  const { plan, installer } = walk;
  const ssid = plan.wifi?.ssid ?? (await ask(walk, 'wifi_ssid', former.ssid));
  const password =
    plan.wifi?.password ?? (await installer.secret('wifi_password', check('wifi_password')));
  plan.wifi = { ssid, password };
  plan.main ??= await ask(walk, 'main', former.main ?? walk.mainSuggested);
}

export function check(field: FieldName) {
  return (value: string) => faultOf(field, value);
}

/** What a person answers, or leaves as it was suggested. */
export async function ask(walk: Walk, field: FieldName, suggestion?: string): Promise<string> {
  return await walk.installer.text(field, check(field), suggestion);
}

/** Errors: FIELD_WRONG with the field and what is wrong with it. */
export function checkGiven(plan: Plan): void {
  const { home, wifi, deviceId, group, account, zone, main, spare, rebind } = plan;
  const given: [FieldName, string | undefined][] = [
    ['device_id', deviceId],
    ['reference', home.reference],
    ['community', home.community],
    ['subdistrict', home.subdistrict],
    ['name', home.name],
    ['address', home.address],
    ['telephone', home.telephone],
    ['group', group],
    ['account', account],
    ['zone', zone],
    ['wifi_ssid', wifi?.ssid],
    ['wifi_password', wifi?.password],
    ['main', main],
    ['spare', spare],
    ['heartbeat_s', plan.heartbeat],
    ['unreached_after_s', plan.unreachedAfter],
    ['reason', rebind],
  ];
  for (const [field, value] of given) {
    const fault = value === undefined ? undefined : faultOf(field, value);
    if (fault !== undefined) throw new Failure('FIELD_WRONG', `${field} ${fault}`);
  }
}

const PLACES = ['community', 'subdistrict'];

/**
 * The home at the gateway. What it has of it already stays, unless something else was given: an installer is not told
 * who lives there, so a name that was given is put again, which changes nothing when it is the same.
 */
export async function putHome(walk: Walk): Promise<void> {
  const { api, plan, installer } = walk;
  const reference = plan.home.reference as string;
  const there = await api.home(reference);
  // The installer has read where the home lies, and may have taken that out; who lives in it is read by nobody here.
  const given = Object.entries(plan.home).filter(
    ([field, value]) => value !== undefined && (value !== '' || PLACES.includes(field)),
  );
  const isNews = given.some(([field, value]) => there?.[field as 'name'] !== value);
  if (there && !isNews) {
    walk.homeId = there.home_id;
  } else {
    const { home_id, created_at, changed_at, ...before } = there ?? {
      home_id: '',
      created_at: '',
      changed_at: '',
      community: '',
      subdistrict: '',
    };
    const body = { ...before, ...Object.fromEntries(given), reference };
    walk.homeId = (await api.putHome(body)).home_id;
  }
  installer.note(installer.texts.homeIs(reference));
}

/**
 * The device on the cable is the one that the gateway has in service: it holds its key. Without a proof that is believed
 * of one that says the same boot and key as the gateway sees connected. Errors: KEY_NOT_HELD.
 */
async function holdsKey(
  walk: Walk,
  { deviceId, keyVersion, bootId }: Hello,
  link: string,
  known: Device,
): Promise<void> {
  const id = known.device_id;
  if (deviceId === '' || keyVersion === 0) throw new Failure('KEY_NOT_HELD', id);
  const isSeen = known.connected && known.key_version_used === keyVersion;
  const isConnected = link === 'connected';
  if (isSeen && isConnected && bootId === known.highest_boot_id) return;
  try {
    if (keyVersion < known.key_version_used) throw new Failure('KEY_UNKNOWN', id);
    await proven(walk);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'KEY_UNKNOWN' && failure.code !== 'PROOF_WRONG') throw failure;
    throw new Failure('KEY_NOT_HELD', `${id} ${keyVersion}`);
  }
}

/** The device at the gateway, and its binding to the home. Errors: DEVICE_OUT, DEVICE_DONE, OTHER_HOME, KEY_NOT_HELD. */
export async function register(walk: Walk): Promise<void> {
  const { api, plan, state, installer } = walk;
  installer.progress(installer.texts.registering);
  const talk = await walk.cable.talk();
  // While somebody was asked, another one may have been plugged in: that wants a hello first.
  const link = (await talk.values('state')).get('link') ?? '';
  const { deviceId, model, firmware } = talk.hello;
  const id = state.device_id;
  if (deviceId !== '' && deviceId !== id) throw new Failure('DEVICE_OTHER', deviceId);
  const known = await api.device(id);
  const isInService = known?.state === 'in_service';
  // Somebody has finished it, perhaps with another laptop.
  if (isInService) walk.isHeldBack = true;
  if (known?.state === 'suspended' || known?.state === 'retired') {
    throw new Failure('DEVICE_OUT', `${id} ${known.state}`);
  }
  const isHere = known?.home_id === walk.homeId;
  if (known && known.home_id !== null && !isHere && plan.rebind === undefined) {
    throw new Failure('OTHER_HOME', id);
  }
  if (known && isInService && !plan.again) {
    await holdsKey(walk, talk.hello, link, known);
    if (isHere) throw new Failure('DEVICE_DONE', id);
  }
  const { account, zone } = plan;
  const sia = { ...(account && { account }), ...(zone && { zone }) };
  const entry = { group: state.group, model, firmware, ...sia };
  walk.device = known ?? (await api.register({ device_id: id, ...entry }));
  if (!isHere) walk.device = await api.bind(id, walk.homeId, plan.rebind);
  if (!isHere || !isInService) walk.isHeldBack = false;
  // After the move: with it account and zone of the former home have gone, and an installer may change it again.
  if (known !== null && walk.device.state !== 'in_service') {
    walk.device = await api.change(id, entry);
  }
  await remember(walk, { model, firmware });
  installer.note(installer.texts.registered(id, known === null, state.reference));
}
