// `call-button provision --back`: over the cable, to the firmware in the other slot.
import { findDevice } from '../cable/find.ts';
import { gatewayOf } from '../client/options.ts';
import { proveAt } from '../client/proof.ts';
import type { ProvisionOptions } from '../options.ts';
import type { Texts } from '../view/texts.ts';
import type { World } from '../world.ts';

/**
 * Leaves the slot that runs; the device restarts. Errors: those of finding a device and, when it has a key, of a gateway
 * that isn't named; KEY_UNKNOWN; CONSOLE_REFUSED when nothing good is in the other slot.
 */
export async function goBack(options: ProvisionOptions, world: World, texts: Texts): Promise<void> {
  const { pace, signal, list, open } = world;
  const talk = await findDevice({ port: options.port, list, open, pace, signal });
  try {
    await proveAt(() => gatewayOf(options, world.environment, signal), talk);
    await talk.ask('back');
    world.print(`${texts.doctor.wentBack}\n`);
  } finally {
    await talk.close();
  }
}
