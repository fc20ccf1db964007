// The destinations of the configuration, by their type, and the secrets that each of them needs.
import { z } from 'zod';
import { readSecret, SecretPlace } from './secrets.ts';

const WebhookConfig = z.strictObject({
  type: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), 'expected no user and password in it'),
  /** Where the Standard Webhooks secret is: `env: NAME` or `file: PATH`. */
  secret: SecretPlace,
});

/** The flows of this gateway: `flows` says the rest. */
const FlowConfig = z.strictObject({ type: z.literal('flow') });

/** One schema per type of destination; their names are told apart by `type`. */
const SCHEMAS = [WebhookConfig, FlowConfig] as const;
const TYPES = SCHEMAS.map(({ shape }) => shape.type.value).join(', ');
const DestinationConfig = z.discriminatedUnion('type', SCHEMAS, {
  error: ({ code }) => (code === 'invalid_union' ? `expected one of: ${TYPES}` : undefined),
});
export type DestinationConfig = z.infer<typeof DestinationConfig>;

export const DestinationsConfig = z.record(z.string().min(1), DestinationConfig).default({});

/** What one destination keeps secret, by the field of its configuration. */
export type DestinationSecrets = Readonly<Record<string, string>>;

/** Reads what `destinations.NAME` keeps secret. Errors: SECRET_MISSING, SECRET_INVALID. */
export async function readDestinationSecrets(
  name: string,
  config: DestinationConfig,
): Promise<DestinationSecrets> {
  switch (config.type) {
    case 'webhook':
      return { secret: await readSecret(`destinations.${name}.secret`, config.secret) };
    case 'flow':
      return {};
  }
}
