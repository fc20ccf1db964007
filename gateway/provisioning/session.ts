// Installations with one gateway and one installer: each gets its walk, its protocol, and an end that tells how to go on.

import { writeProtocol } from './batch/protocol.ts';
import { StateFolder, stateFolder } from './batch/state.ts';
import { Cable } from './cable/cable.ts';
import type { AdminClient } from './client/api.ts';
import { Failure, failureOf } from './failure.ts';
import type { ProvisionOptions } from './options.ts';
import { install } from './steps/run.ts';
import type { Plan, Walk } from './steps/walk.ts';
import type { Installer } from './view/installer.ts';
import { failureText } from './view/plain.ts';
import type { World } from './world.ts';

export interface Session {
  readonly world: World;
  readonly api: AdminClient;
  readonly installer: Installer;
  readonly states: StateFolder;
  readonly gateway: URL;
  /** Of the service, for the sheet that the resident keeps. */
  readonly telephone: string;
}

export function sessionOf(
  parts: Omit<Session, 'states' | 'telephone'> & {
    options: Pick<ProvisionOptions, 'state' | 'serviceTelephone'>;
  },
): Session {
  const { world, api, installer, gateway, options } = parts;
  const folder = stateFolder(options.state, world.environment);
  const states = new StateFolder(folder, gateway);
  const telephone = options.serviceTelephone ?? '';
  return { world, api, installer, gateway, states, telephone };
}

/** True when the device is in service. Rejects only with INTERRUPTED, after telling how to go on, and wrong usage. */
export async function installOne(
  session: Session,
  plan: Plan,
  port: string | undefined,
): Promise<boolean> {
  const { installer, world } = session;
  const walk = walkOf(session, plan, port);
  try {
    await install(walk);
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'DEVICE_DONE') {
      installer.note(failureText(installer.texts, failure));
      return true;
    }
    if (failure.code === 'ANSWER_MISSING' || failure.code === 'FIELD_WRONG') throw failure;
    if (failure.code !== 'INTERRUPTED' && walk.told !== failure) installer.failure(failure);
    installer.warn(installer.texts.stopped(world.command));
    if (walk.state.test_began_at !== undefined) installer.warn(installer.texts.testModeOn);
    if (failure.code === 'INTERRUPTED') throw new Failure('INTERRUPTED');
    return false;
  } finally {
    await walk.cable.drop();
    await keepProtocol(session, walk);
  }
}

async function keepProtocol(session: Session, { state, isHeldBack }: Walk): Promise<void> {
  const { states, installer, telephone } = session;
  if (state.device_id === '' || isHeldBack) return;
  const file = await writeProtocol(states.folder, state, installer.texts, telephone);
  installer.note(installer.texts.protocol(file));
}

function walkOf(session: Session, plan: Plan, port: string | undefined): Walk {
  const { world, api, installer, states, gateway } = session;
  const { pace, signal, list, open } = world;
  const { texts } = installer;
  const cable = new Cable({
    port,
    list,
    open,
    pace,
    signal,
    onTried: ({ path, label }, found) => {
      const what =
        found instanceof Failure
          ? texts.failures[found.code].what(found.detail)
          : texts.aDevice(found.hello.deviceId);
      installer.note(texts.tried(path, label, what));
    },
    ...(installer.interactive && {
      choose: async (found) => {
        const choices = found.map(({ line, hello }) => ({
          value: line.path,
          label: `${line.path}  ${texts.aDevice(hello.deviceId)}`,
        }));
        const chosen = await installer.choose(texts.chooseDevice, choices);
        return found.find(({ line }) => line.path === chosen) as (typeof found)[0];
      },
    }),
  });
  return {
    plan,
    installer,
    api,
    cable,
    states,
    pace,
    signal,
    gateway,
    state: {
      version: 1,
      device_id: '',
      gateway: gateway.origin,
      reference: '',
      community: '',

      subdistrict: '',
      group: '',
      accepted: [],
      steps: [],
      started_at: '',
    },
    isHeldBack: false,
    fromGateway: new Set(),
    heldId: '',
    mainSuggested: undefined,

    device: null,
    homeId: '',
    key: null,
    rewrite: plan.again,
    told: null,
  };
}
