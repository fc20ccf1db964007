// The key of a device, proved by its gateway: the laptop never has it.
import type { Conversation } from '../cable/conversation.ts';
import { Failure } from '../failure.ts';
import type { AdminClient } from './api.ts';

/** Errors: KEY_UNKNOWN, PROOF_WRONG, and those of the gateway. */
export async function proveBy(api: Pick<AdminClient, 'proof'>, talk: Conversation): Promise<void> {
  const { deviceId, keyVersion, challenge } = talk.hello;
  const mac = await api.proof(deviceId, keyVersion, challenge);
  if (mac === null) throw new Failure('KEY_UNKNOWN', deviceId);
  await talk.prove(mac);
}

/** The same at a gateway that is asked for this alone. A device without a key has nothing to be proved. */
export async function proveAt(
  gateway: () => Promise<AdminClient>,
  talk: Conversation,
): Promise<void> {
  if (talk.hello.deviceId === '') return;
  const api = await gateway();
  try {
    await proveBy(api, talk);
  } finally {
    api.close();
  }
}
