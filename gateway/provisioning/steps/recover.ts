// After a failure: what passes by itself is tried again, what an installer can decide is asked, the rest ends here.
import { Failure, type FailureCode, failureOf } from '../failure.ts';
import { faultOf } from '../fields.ts';
import { pause } from '../pace.ts';
import type { Choice } from '../view/installer.ts';
import { testModeOver } from './acceptance.ts';
import { askWifi } from './prepare.ts';
import { rebooted } from './reboot.ts';
import { remember, type StepName, type Walk } from './walk.ts';

/** The line or the moment: another try may do, without a question. */
const PASSING: readonly FailureCode[] = [
  'DEVICE_SILENT',
  'DEVICE_UNREADABLE',
  'CABLE_LOST',
  'DEVICE_RESTARTED',
  'SETTING_DIFFERS',
  'COMMIT_UNKNOWN',
  'PROOF_WRONG',
  'GATEWAY_UNREACHABLE',
  'GATEWAY_BUSY',
  'PORT_BUSY',
  'PORT_FAILED',
  'DEVICE_BUSY',
];
const TIMES = 3;

const WARNINGS: readonly FailureCode[] = ['WIFI_WEAK', 'BATTERY_LOW', 'NO_MAINS'];
const OF_WIFI: readonly FailureCode[] = [
  'WIFI_PASSWORD',
  'WIFI_NOT_FOUND',
  'WIFI_LOST',
  'LINK_NO_GATEWAY',
  'LINK_SLOW',
];
/** Nothing that is done here changes these. */
const FINAL: readonly FailureCode[] = [
  'INTERRUPTED',
  'DEVICE_OUT',
  'DEVICE_DONE',
  'GATEWAY_FALSE',
  'ROLE_MISSING',
  'STORAGE_FULL',
  'STORAGE_FAILED',
  'FIELD_WRONG',
  'ANSWER_MISSING',
  'TOKEN_REFUSED',
  'BOARD_OLD',
  'BOARD_MEMORY',
  'BOARD_FLASH',
];

/** Told to somebody who may then plug in another device, or the same one elsewhere. */
const OF_CABLE: readonly FailureCode[] = [
  'NO_PORT',
  'SEVERAL_PORTS',
  'PORT_DENIED',
  'PORT_BUSY',
  'PORT_MISSING',
  'PORT_FAILED',
  'DEVICE_SILENT',
  'DEVICE_UNREADABLE',
  'CABLE_LOST',
  'DEVICE_OTHER',
  'KEY_UNKNOWN',
  'KEY_NOT_HELD',
  'PROOF_WRONG',
  'OTHER_HOME',
];

/** The button of the home before may still hang on the cable, or its id was typed. */
const OF_WRONG_BUTTON: readonly FailureCode[] = ['OTHER_HOME', 'KEY_NOT_HELD'];

type Way =
  | 'again'
  | 'look'
  | 'presses'
  | 'wifi'
  | 'address'
  | 'accept'
  | 'drop'
  | 'rebind'
  | 'reset'
  | 'other'
  | 'stop';

/** The step to go on with. Rejects with the failure when this is the end. */
export async function recover(
  walk: Walk,
  step: StepName,
  failure: Failure,
  times: number,
): Promise<StepName> {
  const { installer } = walk;
  if (FINAL.includes(failure.code)) throw failure;
  if (PASSING.includes(failure.code)) {
    await walk.cable.drop();
    if (failure.code === 'CABLE_LOST') await replugged(walk, failure);
    if (times < TIMES) {
      installer.progress(installer.texts.failures[failure.code].what(failure.detail));
      await pause(walk.pace.lookMs, walk.signal);
      return step;
    }
  }
  if (!installer.interactive) throw failure;
  installer.failure(failure);
  walk.told = failure;
  const way = await installer.choose(installer.texts.whatNow, waysFor(walk, failure));
  if (way === 'stop') throw failure;
  // While somebody was asked, anything may have happened to the cable: what hangs on it says again who it is.
  if (OF_CABLE.includes(failure.code)) await walk.cable.forget();
  else await walk.cable.drop();
  return await take(walk, step, failure, way);
}

/** Told once, then waited for: the installation goes on by itself when the cable is back. */
async function replugged(walk: Walk, lost: Failure): Promise<void> {
  const { installer, cable, pace } = walk;
  const { what, next } = installer.texts.failures.CABLE_LOST;
  installer.warn(`${what(lost.detail)} ${next}`);
  const back = await cable.back(pace.replugMs).catch(failureOf);
  if ('code' in back && back.code === 'INTERRUPTED') throw back;
  if (!('code' in back)) installer.note(installer.texts.cableBack);
}

function waysFor({ installer }: Walk, { code }: Failure): Choice<Way>[] {
  const { ways } = installer.texts;
  const choice = (value: Way) => ({ value, label: ways[value] });
  const special: Way[] = [];
  if (OF_WIFI.includes(code)) special.push(isOfGateway(code) ? 'address' : 'wifi');
  if (WARNINGS.includes(code)) special.push('accept');
  if (code === 'PRESS_WAITING') special.push('drop');
  if (code === 'OTHER_HOME') special.push('rebind');
  if (code === 'KEY_UNKNOWN') special.push('reset');
  if (code === 'DEVICE_OTHER') special.push('other');
  if (code === 'ACCEPTANCE_INCOMPLETE') special.push('presses');
  // A wrong password doesn't become right by trying again.
  const first: Way[] = code === 'WIFI_PASSWORD' ? [] : ['again'];
  if (OF_WRONG_BUTTON.includes(code)) first.unshift('look');
  return [...first, ...special, ...(first.length === 0 ? (['again'] as const) : []), 'stop'].map(
    (way) => choice(way as Way),
  );
}

/** The address that the device looks for may be wrong, too. */
function isOfGateway(code: FailureCode): boolean {
  return code.startsWith('LINK_');
}

/** The Wi-Fi, and where the device looks for the gateway when it is that which may be wrong. */
async function askAnew(walk: Walk, { code }: Failure): Promise<void> {
  const { plan } = walk;
  const former = { ssid: plan.wifi?.ssid, main: plan.main };
  delete plan.wifi;
  if (isOfGateway(code)) delete plan.main;
  await askWifi(walk, former);
}

/** In the test mode that goes on a second press of a key would be a real call: its end comes first. */
async function freshTest(walk: Walk): Promise<void> {
  await testModeOver(walk);
  const { time } = await walk.api.whoami();
  await remember(walk, {
    green_call: undefined,
    red_call: undefined,
    test_began_at: undefined,
    presses_since: time,
  });
}

async function take(walk: Walk, step: StepName, failure: Failure, way: Way): Promise<StepName> {
  const { plan, installer, state } = walk;
  switch (way) {
    case 'wifi':
    case 'address':
      await askAnew(walk, failure);
      walk.rewrite = true;
      return 'write';
    case 'presses':
      await freshTest(walk);
      return 'signals';
    case 'accept':
      await remember(walk, { accepted: [...state.accepted, failure.code] });
      return step;
    case 'drop':
      plan.drop = await installer.confirm('drop', installer.texts.dropSure);
      return step;
    case 'rebind':
      plan.rebind = await installer.text('reason', (value) => faultOf('reason', value));
      return step;
    case 'reset':
      await resetByHand(walk);
      return step;
    case 'look':
    case 'other':
      forgetDevice(walk);
      return 'device';
  }
  return step;
}

/** Nothing that was issued, or permitted, for one device is used for another. */
function forgetDevice(walk: Walk): void {
  const { plan } = walk;
  delete plan.deviceId;
  delete plan.rebind;
  plan.drop = false;
  walk.key = null;
  walk.device = null;
}

/**
 * The factory reset of a device whose key nobody knows: whoever holds its green key down has it in hand. It is refused
 * when the key wasn't down, or the 60 s after power-on were over.
 */
async function resetByHand(walk: Walk): Promise<void> {
  const { installer, cable, pace } = walk;
  if (!(await installer.confirm('reset', installer.texts.resetGesture))) return;
  const talk = await cable.back(pace.replugMs);
  try {
    const word = (await talk.values('reset')).get('word') ?? '';
    await talk.ask('reset', word);
    await talk.ask('restart');
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'INTERRUPTED') throw failure;
    installer.failure(new Failure('RESET_REFUSED', failure.detail));
    return;
  }
  installer.note(installer.texts.resetDone);
  await rebooted(walk);
}
