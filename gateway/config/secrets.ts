// Secrets: never in the configuration, but where it says, in the environment or in a file.
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import { EXPECTED } from '../messages/expected.ts';
import { FILES } from '../messages/files.ts';
import { type Sentence, told } from '../messages/sentence.ts';
import { expected, typeNamed } from '../system/issues.ts';
import { readTextFile, TextMistake } from '../system/text.ts';

/** Where a secret is: `env: NAME` or `file: PATH`. */
export const SecretPlace = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  { error: ({ input }) => expected(placeExpected(input)) },
);
export type SecretPlace = z.infer<typeof SecretPlace>;

function placeExpected(found: unknown): Sentence {
  if (found === undefined) return EXPECTED.missing;
  const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
  return isObject
    ? EXPECTED.secretFields
    : EXPECTED.secretPlace(typeNamed(z.core.util.parsedType(found)));
}

/** `whsec_` and base64 of 24 to 64 bytes. Standard Webhooks. */
export function isWebhookSecret(text: string): boolean {
  return /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text);
}

/** Reads a Standard Webhooks secret from where the configuration says. Errors: SECRET_MISSING, SECRET_INVALID. */
export async function readSecret(path: string, secret: SecretPlace): Promise<string> {
  return await readAs(path, secret, isWebhookSecret, FILES.webhookSecret);
}

/** Reads an AES key, 16, 24 or 32 bytes in hex. Errors: SECRET_MISSING, SECRET_INVALID. */
export async function readAesKey(path: string, secret: SecretPlace): Promise<string> {
  const isKey = (text: string) => /^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/i.test(text);
  return await readAs(path, secret, isKey, FILES.aesKey);
}

/** Reads a secret of any form, without the blanks around it. Errors: SECRET_MISSING. */
export async function readText(path: string, secret: SecretPlace): Promise<string> {
  return await readAs(path, secret, (text) => text !== '', FILES.text);
}

async function readAs(
  path: string,
  secret: SecretPlace,
  isGood: (text: string) => boolean,
  expected: Sentence,
): Promise<string> {
  const where = 'env' in secret ? FILES.inVariable(secret.env) : FILES.inFile(secret.file);
  let text: string | undefined;
  try {
    text = 'env' in secret ? process.env[secret.env] : await readTextFile(secret.file);
  } catch (error) {
    if (error instanceof TextMistake) {
      throw new GatewayError('SECRET_INVALID', told`${path}: ${where}: ${error.sentence}`);
    }
    text = undefined;
  }
  const value = text?.trim() ?? '';
  if (isGood(value)) return value;
  if (value === '')
    throw new GatewayError('SECRET_MISSING', told`${path}: ${FILES.nothingIn(where)}`);
  throw new GatewayError('SECRET_INVALID', told`${path}: ${FILES.notIn(where, expected)}`);
}
