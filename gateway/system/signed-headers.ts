// What a signed message says of itself, as Standard Webhooks has it: events go out with it, and reports come back.
import type { Webhook } from 'standardwebhooks';

/** The three headers of `body`, signed by each of `signers`: while a secret rotates there are two. */
export function signedHeaders(
  signers: readonly Pick<Webhook, 'sign'>[],
  id: string,
  now: Date,
  body: string,
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': signers.map((signer) => signer.sign(id, now, body)).join(' '),
  };
}
