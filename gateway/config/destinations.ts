// The destinations of the configuration, by their type, and the secrets that each of them needs.
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../domain/limits.ts';
import { MqttConfig, readMqttSecrets } from './mqtt-destination.ts';
import { readSecret, SecretPlace } from './secrets.ts';

const WebhookConfig = z.strictObject({
  type: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), 'expected no user and password in it'),
  /** Where the Standard Webhooks secret is: `env: NAME` or `file: PATH`. */
  secret: SecretPlace,
});

/** One schema per type of destination; their names are told apart by `type`. */
const SCHEMAS = [WebhookConfig, MqttConfig] as const;
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
    case 'mqtt':
      return await readMqttSecrets(name, config);
  }
}

/** What a destination of this configuration has words for at all: a route of the others should not lead to it. */
export function carriedBy(config: DestinationConfig): readonly Severity[] {
  switch (config.type) {
    case 'webhook':
    case 'mqtt':
      return SEVERITIES;
  }
}
