// Secrets: never in the configuration, but where it says, in the environment or in a file.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';

/** Where a secret is: `env: NAME` or `file: PATH`. */
export const SecretPlace = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
export type SecretPlace = z.infer<typeof SecretPlace>;

/** `whsec_` and base64 of 24 to 64 bytes. Standard Webhooks. */
export function isWebhookSecret(text: string): boolean {
  return /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text);
}

/** Reads a Standard Webhooks secret from where the configuration says. Errors: SECRET_MISSING, SECRET_INVALID. */
export async function readSecret(path: string, secret: SecretPlace): Promise<string> {
  const value = await readPlace(path, secret);
  if (isWebhookSecret(value)) return value;
  const wrong = `${path}: what is in ${nameOf(secret)} is not whsec_ and base64 of 24 to 64 bytes`;
  throw new GatewayError('SECRET_INVALID', wrong);
}

/** The text at a place, without the space around it. Errors: SECRET_MISSING. */
export async function readPlace(path: string, secret: SecretPlace): Promise<string> {
  let text: string | undefined;
  try {
    text = 'env' in secret ? process.env[secret.env] : await readFile(secret.file, 'utf8');
  } catch {
    text = undefined;
  }
  const value = text?.trim() ?? '';
  if (value === '')
    throw new GatewayError('SECRET_MISSING', `${path}: nothing in ${nameOf(secret)}`);
  return value;
}

function nameOf(secret: SecretPlace): string {
  return 'env' in secret ? `environment variable ${secret.env}` : `file ${secret.file}`;
}
