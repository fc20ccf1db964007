// The acceptance test: test mode, light and buzzer, a press of each key that the platform accepts, and "in service".
import { wordIn } from '../../messages/sentence.ts';
import type { Call } from '../client/api.ts';
import { Failure, failureOf } from '../failure.ts';
import { pause } from '../pace.ts';
import { look } from './check.ts';
import { greeted, proven, remember, type Walk } from './walk.ts';

const BUSY = 'a press is waiting';
const LATER = 'waiting for the link';

/**
 * Test mode makes the first press of each key a test, and only that. A second `test` in it shows the lights again, but
 * neither prolongs it nor makes another press of the same key a test: so its beginning is remembered.
 */
async function testMode(walk: Walk, shows: boolean): Promise<void> {
  const { installer, state } = walk;
  const isOn = await isInTest(walk);
  if (isOn && !shows) return;
  if (!isOn) await testModeOver(walk);
  await greeted(walk);
  const talk = await proven(walk);
  const [result = ''] = await talk.ask('test');
  if (result === BUSY) throw new Failure('TEST_BUSY');
  const began = isOn
    ? {}
    : { test_began_at: new Date().toISOString(), test_boot_id: talk.hello.bootId };
  // A device that just lost its gateway begins a second test without a result: the one that it had stands.
  const known = result === LATER ? (state.self_test ?? result) : result;
  await remember(walk, { self_test: known, ...began });
  installer.note(installer.texts.selfTest(wordIn(installer.texts.testResult, result)));
  // Battery and link have steps of their own.
  const failed = result.split(',').filter((name) => /^(light|flash|key)$/.test(name));
  if (result !== LATER && failed.length > 0) {
    throw new Failure('SELF_TEST_FAILED', failed.join(','));
  }
}

/** Whether the device on the cable still is in the test that it began. One that has restarted since is not. */
async function isInTest(walk: Walk): Promise<boolean> {
  const { pace, state } = walk;
  // Nobody is asked to press another button: there it could be a real call.
  await look(walk);
  const age = Date.now() - Date.parse(state.test_began_at ?? '');
  if (!(age >= 0 && age < pace.testMs)) return false;
  const { bootId } = (await greeted(walk)).hello;
  if (state.test_boot_id === undefined || state.test_boot_id === bootId) return true;
  await remember(walk, { test_began_at: undefined, test_boot_id: undefined });
  return false;
}

/** Waits until the device's own 5 min are surely over: before that nobody knows whether a press is still a test. */
export async function testModeOver({ installer, pace, signal, state }: Walk): Promise<void> {
  const age = Date.now() - Date.parse(state.test_began_at ?? '');
  const left = pace.testMs + pace.doubtMs - age;
  if (!(age >= 0 && left > 0)) return;
  installer.note(installer.texts.testModeEnds);
  await pause(left, signal);
}

/** The light flashes and the buzzer beeps as test mode begins: what the installer sees and hears counts. */
export async function confirmSignals(walk: Walk): Promise<void> {
  const { installer, state, plan } = walk;
  if (hasPresses(walk) && state.light_confirmed && state.buzzer_confirmed) {
    return installer.note(installer.texts.signalsBefore);
  }
  await testMode(walk, true);
  const { texts } = installer;
  const light = plan.signalsSeen || (await installer.confirm('light', texts.lightSeen));
  // What was seen counts for the device that is still there.
  await look(walk);
  await remember(walk, { light_confirmed: light });
  if (!light) throw new Failure('LIGHT_WRONG');
  const buzzer = plan.signalsSeen || (await installer.confirm('buzzer', texts.buzzerHeard));
  await look(walk);
  await remember(walk, { buzzer_confirmed: buzzer });
  if (!buzzer) throw new Failure('BUZZER_WRONG');
  installer.note(texts.signalsSeen);
}

function hasPresses({ state }: Walk): boolean {
  return state.green_call !== undefined && state.red_call !== undefined;
}

export function pressKey(key: 'green' | 'red') {
  return async (walk: Walk): Promise<void> => {
    const { installer, state } = walk;
    const field = key === 'green' ? 'green_call' : 'red_call';
    const before = await testCalls(walk, key);
    const known = before.find((call) => counts(walk, call) && isAccepted(call));
    if (state[field] !== undefined || known) {
      if (known) await remember(walk, { [field]: known.call_id });
      installer.note(installer.texts.pressBefore[key]);
      return;
    }
    // One that is at the gateway used the test up: another press would be a real call. It is only waited for.
    if (!before.some((call) => counts(walk, call))) {
      await testMode(walk, false);
      installer.ask(installer.texts.pressNow[key]);
    }
    const call = await acceptedPress(walk, key, before);
    await remember(walk, { [field]: call.call_id });
    installer.note(installer.texts.pressAccepted[key]);
  };
}

/** A cable that is pulled stops nothing here: the press comes over the network. Errors: DEVICE_OTHER, INTERRUPTED. */
async function watchForOther(walk: Walk): Promise<void> {
  const failure = await look(walk).then(() => undefined, failureOf);
  if (failure === undefined) return;
  if (failure.code === 'DEVICE_OTHER' || failure.code === 'INTERRUPTED') throw failure;
  await walk.cable.drop();
}

/** Errors: DEVICE_OTHER, PRESS_NOT_SEEN, PRESS_NOT_ACCEPTED. */
async function acceptedPress(walk: Walk, key: 'green' | 'red', before: Call[]): Promise<Call> {
  const { installer, pace, signal } = walk;
  const pressed = new Map(before.map((call) => [call.call_id, call.last_press_at]));
  let until = performance.now() + pace.pressMs;
  let isSeen = false;
  for (;;) {
    const calls = await testCalls(walk, key);
    // A press may join a test call of before, which nobody has answered.
    const isNews = (testCall: Call) => pressed.get(testCall.call_id) !== testCall.last_press_at;
    const call = calls.find((testCall) => isNews(testCall) || counts(walk, testCall));
    if (call && !isSeen) {
      isSeen = true;
      until = performance.now() + pace.acceptMs;
      installer.note(installer.texts.pressSeen[key]);
    }
    if (call && isAccepted(call)) return call;
    if (!isSeen) await watchForOther(walk);
    if (performance.now() >= until) {
      throw new Failure(isSeen ? 'PRESS_NOT_ACCEPTED' : 'PRESS_NOT_SEEN', key);
    }
    await pause(pace.lookMs, signal);
  }
}

async function testCalls({ api, state }: Walk, key: string): Promise<Call[]> {
  const calls = await api.calls(state.device_id);
  return calls.filter((call) => call.test && call.key === key);
}

/** Pressed since the key of this installation was issued: the gateway counts it too. */
function counts({ state }: Walk, { last_press_at }: Call): boolean {
  const since = state.presses_since;
  return since !== undefined && Date.parse(last_press_at) >= Date.parse(since);
}

function isAccepted({ stage, reached }: Call): boolean {
  return stage !== 'stored' || reached.accepted !== undefined;
}

/** The gateway judges by what it has stored itself. */
export async function accept(walk: Walk): Promise<void> {
  const { api, state, installer } = walk;
  const body = {
    light_confirmed: state.light_confirmed ?? false,
    buzzer_confirmed: state.buzzer_confirmed ?? false,
    rssi_dbm: state.rssi_dbm ?? null,
    battery_percent: state.battery_percent ?? null,
  };
  // One that moves from home to home, or is tested again, is in service all the time.
  const isInService = walk.device?.state === 'in_service';
  const device = isInService ? walk.device : await api.accept(state.device_id, body);
  if (device === null) return;
  walk.device = device;
  if (device.state !== 'in_service') {
    throw new Failure('ACCEPTANCE_INCOMPLETE', device.state);
  }
  await remember(walk, { in_service_at: new Date().toISOString(), test_began_at: undefined });
  installer.note(installer.texts.inService(state.device_id));
}
