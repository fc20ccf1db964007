// What is wanted: what wasn't given is asked, and all of it is read and corrected before anything is registered or written.
import type { Installation } from '../batch/state.ts';
import { type FieldName, HOME_FIELDS } from '../fields.ts';
import type { ReviewLine } from '../view/installer.ts';
import type { Texts } from '../view/texts.ts';
import { ask, askWifi, check, checkGiven } from './prepare.ts';
import { type Plan, remember, type StepName, type Walk } from './walk.ts';

const PLACES = ['community', 'subdistrict'] as const;
/** What is on the device: corrected, it must be written there. */
const SETTINGS: readonly FieldName[] = [
  'wifi_ssid',
  'wifi_password',
  'main',
  'spare',
  'heartbeat_s',
  'unreached_after_s',
];
/** Of whoever lives in the home: for the eyes of an installer, and for no log. */
const RESIDENT = ['name', 'address', 'telephone'] as const;

/** Resolves when somebody has read all answers and found them right, or nobody is there to read them. */
export async function askAll(walk: Walk): Promise<void> {
  const { plan, installer } = walk;
  checkGiven(plan);
  let told = '';
  const elsewhere = new Set<string>();
  for (;;) {
    plan.deviceId ??= await ask(walk, 'device_id');
    const former = await formerOf(walk, plan.deviceId);
    if (former && told !== plan.deviceId) tellBefore(walk, former);
    told = plan.deviceId;
    const isThere = await askHome(walk, former, elsewhere);
    await askSettings(walk);
    const wrong = await installer.review(linesOf(walk, isThere));
    if (wrong === null) break;
    await correct(walk, wrong);
  }
  await remember(walk, {});
}

/**
 * What was answered before, as a suggestion. Where nobody is there to correct it, only what somebody has found right:
 * whoever broke off may have done so because an answer was wrong.
 */
async function formerOf(walk: Walk, deviceId: string): Promise<Installation | undefined> {
  const known = await walk.states.find(deviceId);
  const isRead = known?.steps.some(({ step }) => step === 'answers') ?? false;
  return walk.installer.interactive || isRead ? known : undefined;
}

function tellBefore({ installer }: Walk, { steps, reference, in_service_at }: Installation): void {
  const { texts } = installer;
  if (in_service_at !== undefined) {
    installer.note(texts.finishedBefore(reference));
    return;
  }
  const last = steps.at(-1)?.step as StepName | undefined;
  installer.note(texts.goesOn(last === undefined ? '' : texts.steps[last]));
}

/** A slip in the id, or the button of the home before: found before anybody moves a device that somebody counts on. */
function tellElsewhere(walk: Walk, homeId: string | undefined, told: Set<string>): void {
  const { device, installer, state } = walk;
  if (device === null || device.home_id === null || device.home_id === homeId) return;
  const warning = `${state.device_id} ${state.reference}`;
  if (told.has(warning)) return;
  told.add(warning);
  const isInService = device.state === 'in_service';
  installer.warn(installer.texts.isElsewhere(state.device_id, isInService));
}

/** Returns whether the gateway has this home already. `told`: devices and homes of which it was told already. */
async function askHome(
  walk: Walk,
  former: Installation | undefined,
  told: Set<string>,
): Promise<boolean> {
  const { plan, api, installer, fromGateway } = walk;
  plan.home.reference ??= await ask(walk, 'reference', former?.reference);
  await keepInMind(walk, former);
  const there = await api.home(plan.home.reference);
  walk.device = await api.device(walk.state.device_id);
  tellElsewhere(walk, there?.home_id, told);
  for (const field of PLACES) {
    if (plan.home[field] === undefined && there !== null) {
      plan.home[field] = there[field];
      fromGateway.add(field);
    }
    plan.home[field] ??= await ask(walk, field, former?.[field]);
  }
  if (!there && installer.interactive) {
    for (const field of RESIDENT) plan.home[field] ??= await ask(walk, field);
  }
  plan.group ??= await ask(walk, 'group', former?.group);
  await keepInMind(walk, former);
  return there !== null;
}

/** So that whoever breaks off finds the answers again; they are on disk then, and not before. */
async function keepInMind(walk: Walk, former: Installation | undefined): Promise<void> {
  const { plan, states } = walk;
  const { reference = '', community, subdistrict } = plan.home;
  const deviceId = plan.deviceId as string;
  walk.isHeldBack = isOfOther(await states.find(deviceId), reference);
  walk.state = await states.open(deviceId, {
    reference,
    community: community ?? former?.community ?? '',
    subdistrict: subdistrict ?? former?.subdistrict ?? '',
    group: plan.group ?? former?.group ?? '',
  });
  // What is answered anew has to be read anew.
  walk.state.steps = walk.state.steps.filter(({ step }) => step !== 'answers');
}

/** Whether a record is that of a finished installation, or of one that was registered in another home. */
function isOfOther(known: Installation | undefined, reference: string): boolean {
  if (known === undefined) return false;
  if (known.in_service_at !== undefined) return true;
  return known.reference !== reference && known.steps.some(({ step }) => step === 'register');
}

/** The Wi-Fi and the gateway's address, when they are to be written. */
async function askSettings(walk: Walk): Promise<void> {
  const { plan, device, state } = walk;
  const isDone = device?.state === 'in_service' && !plan.again;
  // A device that holds its key and its settings goes on with its test.
  const isWritten = state.key_proved === true && plan.wifi?.password === undefined;
  if (!isDone && !isWritten) await askWifi(walk);
}

/** Every answer with its name, in the order in which they are asked for. */
function linesOf(walk: Walk, isThere: boolean): ReviewLine[] {
  const { texts } = walk.installer;
  const lines: ReviewLine[] = [];
  for (const { field, read } of REVIEWED) {
    const value = read(walk.plan);
    const isPersonal = RESIDENT.some((personal) => personal === field);
    const isKept = isPersonal && isThere && (value === undefined || value === '');
    if (value === undefined && !isKept) continue;
    lines.push({
      field,
      label: texts.labels[field],
      value: isKept ? texts.keptAtGateway : shown(walk, field, value),
      isPersonal,
      // What the device says of itself is not for an installer to change.
      isFixed: field === 'device_id' && walk.heldId !== '',
    });
  }
  return lines;
}

function shown({ installer }: Walk, field: FieldName, value = ''): string {
  if (field !== 'wifi_password') return value || '–';
  return value === '' ? installer.texts.openNetwork : installer.texts.isGiven;
}

/** An answer that is read before it counts. */
interface Reviewed {
  field: keyof Texts['labels'];
  read(plan: Plan): string | undefined;
  write(plan: Plan, value: string): void;
}

const REVIEWED: readonly Reviewed[] = [
  {
    field: 'device_id',
    read: ({ deviceId }) => deviceId,
    write: (plan, value) => {
      plan.deviceId = value;
    },
  },
  ...HOME_FIELDS.map(
    (field): Reviewed => ({
      field,
      read: ({ home }) => home[field],
      write: ({ home }, value) => {
        home[field] = value;
      },
    }),
  ),
  ...(['group', 'account', 'zone'] as const).map(simple),
  {
    field: 'wifi_ssid',
    read: ({ wifi }) => wifi?.ssid,
    write: (plan, ssid) => {
      plan.wifi = { ...plan.wifi, ssid };
    },
  },
  {
    field: 'wifi_password',
    read: ({ wifi }) => wifi?.password,
    write: (plan, password) => {
      plan.wifi = { ...plan.wifi, password };
    },
  },
  ...(['main', 'spare'] as const).map(simple),
  {
    field: 'heartbeat_s',
    read: ({ heartbeat }) => heartbeat,
    write: (plan, value) => {
      plan.heartbeat = value;
    },
  },
  {
    field: 'unreached_after_s',
    read: ({ unreachedAfter }) => unreachedAfter,
    write: (plan, value) => {
      plan.unreachedAfter = value;
    },
  },
];

function simple(field: 'group' | 'account' | 'zone' | 'main' | 'spare'): Reviewed {
  return {
    field,
    read: (plan) => plan[field],
    write: (plan, value) => {
      plan[field] = value;
    },
  };
}

async function correct(walk: Walk, field: FieldName): Promise<void> {
  const { plan, installer, fromGateway } = walk;
  const line = REVIEWED.find((reviewed) => reviewed.field === field);
  if (line === undefined) return;
  const value =
    field === 'wifi_password'
      ? await installer.secret(field, check(field))
      : await ask(walk, field, line.read(plan));
  line.write(plan, value);
  fromGateway.delete(field);
  if (SETTINGS.includes(field)) walk.rewrite = true;
  if (field !== 'reference') return;
  // Another home lies elsewhere. What somebody has typed was about the home in which this somebody stands.
  for (const place of PLACES) if (fromGateway.delete(place)) delete plan.home[place];
}
