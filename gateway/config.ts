// The configuration: one YAML file, one schema that is also the type and the defaults.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { GatewayError } from './domain/errors.ts';
import { fileProblem } from './ops/files.ts';
import { describeIssues } from './ops/issues.ts';
import { parseYaml } from './ops/yaml.ts';

const PORT_EXPECTED = 'expected a port, 1 to 65535, or 0 for any that is free';
const Port = z.int(PORT_EXPECTED).min(0, PORT_EXPECTED).max(65_535, PORT_EXPECTED);
const Secret = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);

const WebhookConfig = z.strictObject({
  type: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), 'expected no user and password in it'),
  /** Where the Standard Webhooks secret is: `env: NAME` or `file: PATH`. */
  secret: Secret,
});

export const ConfigSchema = z.strictObject({
  /** Folder of the journal. */
  data: z.string().min(1).default('data'),
  /** Devices and homes. */
  devices: z.string().min(1).optional(),
  /** Names this gateway to the platform: the CloudEvents source. */
  name: z.string().min(1).default('call-button'),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  mqtt: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: Port.default(1883) })
    .prefault({}),
  http: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: Port.default(8080) })
    .prefault({}),
  destinations: z.record(z.string(), WebhookConfig).default({}),
  /** Which destination takes the presses of a key. */
  routes: z.strictObject({ red: z.string().optional(), green: z.string().optional() }).prefault({}),
});

export type Config = z.infer<typeof ConfigSchema>;

/** Reads and checks `file`; without one, the defaults. Errors: CONFIG_UNREADABLE, CONFIG_INVALID. */
export async function readConfig(file: string | undefined): Promise<Config> {
  if (file === undefined) return ConfigSchema.parse({});
  let value: unknown;
  try {
    value = parseYaml(await readFile(file, 'utf8')).value;
  } catch (error) {
    throw new GatewayError('CONFIG_UNREADABLE', `${file}: ${fileProblem(error)}`);
  }
  const parsed = ConfigSchema.safeParse(value ?? {});
  if (!parsed.success) throw new GatewayError('CONFIG_INVALID', describeIssues(file, parsed.error));
  for (const [key, name] of Object.entries(parsed.data.routes)) {
    if (name !== undefined && !Object.hasOwn(parsed.data.destinations, name)) {
      throw new GatewayError(
        'CONFIG_INVALID',
        `${file}: routes.${key}: no destination is named "${name}"`,
      );
    }
  }
  return parsed.data;
}

/** `whsec_` and base64 of 24 to 64 bytes. Standard Webhooks. */
export function isWebhookSecret(text: string): boolean {
  return /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text);
}

/** Reads a Standard Webhooks secret from where the configuration says. Errors: SECRET_MISSING, SECRET_INVALID. */
export async function readSecret(path: string, secret: z.infer<typeof Secret>): Promise<string> {
  const where = 'env' in secret ? `environment variable ${secret.env}` : `file ${secret.file}`;
  let text: string | undefined;
  try {
    text = 'env' in secret ? process.env[secret.env] : await readFile(secret.file, 'utf8');
  } catch {
    text = undefined;
  }
  const value = text?.trim() ?? '';
  if (isWebhookSecret(value)) return value;
  if (value === '') throw new GatewayError('SECRET_MISSING', `${path}: nothing in ${where}`);
  const wrong = `${path}: what is in ${where} is not whsec_ and base64 of 24 to 64 bytes`;
  throw new GatewayError('SECRET_INVALID', wrong);
}
