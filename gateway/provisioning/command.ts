// `call-button provision`: one device, a day's list, the coverage summary, or the doctor. Returns the exit code.
import { INSTALLER } from '../messages/installer.ts';
import { languageOf } from '../messages/language.ts';
import { textsIn } from '../messages/sentence.ts';
import { fileProblem } from '../system/files.ts';
import { readTextFile } from '../system/text.ts';
import { runBatch } from './batch/batch.ts';
import { coverageText } from './batch/coverage.ts';
import { addressOf, gatewayOf } from './client/options.ts';
import { goBack } from './doctor/back.ts';
import { runDoctor } from './doctor/command.ts';
import { Failure, type FailureCode, failureOf } from './failure.ts';
import { faultOf } from './fields.ts';
import type { ProvisionOptions } from './options.ts';
import { repairBoard } from './repair/repair.ts';
import { installOne, sessionOf } from './session.ts';
import { checkGiven } from './steps/prepare.ts';
import type { Plan } from './steps/walk.ts';
import { failureText } from './view/plain.ts';
import { thisComputer, type World } from './world.ts';

const DONE = 0;
const NOT_DONE = 1;
const WRONG_USAGE = 2;

/** The command was given wrongly: nothing was tried. */
const USAGE: readonly FailureCode[] = [
  'GATEWAY_MISSING',
  'GATEWAY_PLAIN',
  'TOKEN_MISSING',
  'FIELD_WRONG',
  'ANSWER_MISSING',
  'LIST_WRONG',
  'FILE_FAILED',
];

export async function runProvision(options: ProvisionOptions, version: string): Promise<number> {
  const world = thisComputer(options.yes === true, version);
  try {
    return await provision(options, world);
  } finally {
    world.stop();
  }
}

export async function provision(options: ProvisionOptions, world: World): Promise<number> {
  const texts = textsIn(INSTALLER, languageOf(world.environment, options.lang));
  try {
    if (options.doctor) return await runDoctor(options, world, texts);
    if (options.back) {
      await goBack(options, world, texts);
      return DONE;
    }
    const plan = await planOf(options, world);
    checkGiven(plan);
    checkTelephone(options);
    if (options.repair) {
      await repairBoard({
        world,
        texts,
        path: options.port ?? (await onlyPort(world)),
        gateway: () => gatewayOf(options, world.environment, world.signal),
      });
      // At the bench that is all: without a gateway nothing can be installed.
      if ((options.gateway ?? world.environment.CALL_BUTTON_GATEWAY ?? '') === '') return DONE;
    }
    const api = await gatewayOf(options, world.environment, world.signal);
    try {
      if (options.coverage) {
        world.print(coverageText(await api.coverage(), texts));
        return DONE;
      }
      const installer = await world.installer(texts);
      const gateway = addressOf(options, world.environment);
      const session = sessionOf({ world, api, installer, gateway, options });
      const { csv, port } = options;
      if (csv !== undefined) return await runBatch(session, csv, plan, port);
      return (await installOne(session, plan, port)) ? DONE : NOT_DONE;
    } finally {
      api.close();
    }
  } catch (error) {
    const failure = failureOf(error);
    // An installation that was stopped has told how to go on.
    if (failure.code !== 'INTERRUPTED') world.print(`${failureText(texts, failure)}\n`);
    return USAGE.includes(failure.code) ? WRONG_USAGE : NOT_DONE;
  }
}

/** Errors: FIELD_WRONG. */
function checkTelephone({ serviceTelephone = '' }: ProvisionOptions): void {
  const fault = faultOf('telephone', serviceTelephone);
  if (fault !== undefined) throw new Failure('FIELD_WRONG', `service_telephone ${fault}`);
}

/** A repair erases: it takes no port by chance. Errors: NO_PORT, SEVERAL_PORTS. */
async function onlyPort({ list }: World): Promise<string> {
  const ports = await list().catch((error) => {
    throw error instanceof Failure ? error : new Failure('NO_PORT');
  });
  const onUsb = ports.filter(({ isUsb }) => isUsb);
  const [only, second] = onUsb.length > 0 ? onUsb : ports;
  if (only === undefined) throw new Failure('NO_PORT');
  if (second) throw new Failure('SEVERAL_PORTS', ports.map(({ path }) => path).join(', '));
  return only.path;
}

/** What the flags say; a list's rows come over it. */
async function planOf(options: ProvisionOptions, { environment }: World): Promise<Plan> {
  const { deviceId, reference, community, subdistrict, name, address, telephone } = options;
  const { group, account, zone, wifi, main, spare, heartbeat, unreachedAfter, rebind } = options;
  const password = await passwordOf(options, environment);
  return {
    ...defined({ deviceId, group, account, zone, main, spare, heartbeat, unreachedAfter, rebind }),
    home: defined({ reference, community, subdistrict, name, address, telephone }),
    ...(wifi === undefined ? {} : { wifi: { ssid: wifi, ...defined({ password }) } }),
    drop: options.dropPress === true,
    yes: options.yes === true,
    signalsSeen: options.signalsSeen === true,
    again: options.again === true,
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Never a flag: whoever looks at the processes of the laptop would read it. */
async function passwordOf(
  { wifiPasswordFile: file }: ProvisionOptions,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (file === undefined) return environment.CALL_BUTTON_WIFI_PASSWORD;
  try {
    return (await readTextFile(file)).replace(/\r?\n$/, '');
  } catch (error) {
    throw new Failure('FILE_FAILED', `${file}: ${fileProblem(error).en}`);
  }
}
