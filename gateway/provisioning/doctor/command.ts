// `call-button provision --doctor`: finds the device, asks the gateway when it can, tells and packs.

import { StateFolder, stateFolder } from '../batch/state.ts';
import type { Conversation } from '../cable/conversation.ts';
import { findDevice } from '../cable/find.ts';
import type { Device } from '../client/api.ts';
import { addressOf, gatewayOf } from '../client/options.ts';
import { Failure, failureOf } from '../failure.ts';
import type { ProvisionOptions } from '../options.ts';
import { failureText } from '../view/plain.ts';
import type { Texts } from '../view/texts.ts';
import type { World } from '../world.ts';
import { bundleOf, explain, type NotAsked, writeBundle } from './doctor.ts';

/** Errors: those of finding a device; FILE_FAILED. A gateway that isn't reached is told, and no error. */
export async function runDoctor(
  options: ProvisionOptions,
  world: World,
  texts: Texts,
): Promise<number> {
  const { pace, signal, list, open } = world;
  const talk = await findDevice({ port: options.port, list, open, pace, signal });
  try {
    const state = await talk.values('state');
    const slots = await slotsOf(talk);
    const device = await atGateway(options, world, texts, talk);
    const findings = { talk, state, slots, device };
    world.print(
      `${[texts.doctor.title, ...explain(findings, texts).map((line) => `  ${line}`)].join('\n')}\n`,
    );
    const ports = await list().catch(() => []);
    const { deviceId } = talk.hello;
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    const path = options.out ?? `call-button-support-${deviceId || 'new'}-${stamp}.json`;
    await writeBundle(
      path,
      bundleOf(findings, ports, await remembered(options, world, deviceId), world.version),
    );
    world.print(`${texts.doctor.bundle(path)}\n`);
    return 0;
  } finally {
    await talk.close();
  }
}

/** Undefined for a firmware from before the request, and where memory is short. */
async function slotsOf(talk: Conversation): Promise<Map<string, string> | undefined> {
  try {
    return await talk.values('slots');
  } catch (error) {
    const failure = failureOf(error);
    if (/^(REQUEST_UNKNOWN|PROOF_REQUIRED|BUSY)/.test(failure.detail)) return undefined;
    throw failure;
  }
}

async function atGateway(
  options: ProvisionOptions,
  world: World,
  texts: Texts,
  { hello }: Conversation,
): Promise<Device | null | NotAsked> {
  if (hello.deviceId === '') return 'settings';
  try {
    const api = await gatewayOf(options, world.environment, world.signal);
    try {
      return await api.device(hello.deviceId);
    } finally {
      api.close();
    }
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'INTERRUPTED') throw failure;
    if (failure.code === 'GATEWAY_MISSING') return 'address';
    if (failure.code === 'TOKEN_MISSING') return 'token';
    world.print(`${failureText(texts, failure)}\n`);
    return 'failed';
  }
}

async function remembered(options: ProvisionOptions, world: World, deviceId: string) {
  if (deviceId === '') return undefined;
  try {
    const gateway = addressOf(options, world.environment);
    return await new StateFolder(stateFolder(options.state, world.environment), gateway).find(
      deviceId,
    );
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
