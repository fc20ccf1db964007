// The destinations of the configuration, by their type, and the secrets that each of them needs.
import { z } from 'zod';
import { severitiesOf } from '../destinations/sia/events.ts';
import { SEVERITIES, type Severity } from '../domain/limits.ts';
import { EXPECTED } from '../messages/expected.ts';
import { parsePem } from '../system/certificate.ts';
import { expected } from '../system/issues.ts';
import { MqttConfig, readMqttSecrets } from './mqtt-destination.ts';
import { readAesKey, readSecret, SecretPlace } from './secrets.ts';
import { SiaConfig } from './sia.ts';
import { readTls } from './tls.ts';

const File = z.string(expected(EXPECTED.fileName)).min(1);

const FIELD_EXPECTED = expected(EXPECTED.answerField);
const VALUES_EXPECTED = expected(EXPECTED.values);
const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const AcceptedWhen = z.union([
  z.literal('status'),
  z.strictObject({
    field: z.string(FIELD_EXPECTED).regex(/^[\w-]{1,50}(\.[\w-]{1,50}){0,5}$/, FIELD_EXPECTED),
    equals: z.union([Scalar, z.array(Scalar).min(1, VALUES_EXPECTED).max(20, VALUES_EXPECTED)]),
  }),
]);

const WebhookConfig = z
  .strictObject({
    type: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/, error: expected(EXPECTED.httpAddress) })
      .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), expected(EXPECTED.noUser)),
    /** Where the Standard Webhooks secret is, or while it rotates up to three: `env: NAME` or `file: PATH`. */
    secret: z.union([SecretPlace, z.array(SecretPlace).min(1).max(3)]),
    /** Certificates of authorities, PEM: no other is trusted. */
    ca: File.optional(),
    /** With what the gateway proves who it is, PEM. */
    cert: File.optional(),
    key: File.optional(),
    /** What in an answer is an acceptance: see docs/reference/webhook.md, "What an answer means". */
    accepted_when: AcceptedWhen.optional(),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
    error: expected(EXPECTED.certAndKey),
    path: ['key'],
  })
  .refine(({ url, ca, cert }) => !(ca || cert) || url.startsWith('https:'), {
    error: expected(EXPECTED.https),
    path: ['url'],
  });
type WebhookConfig = z.infer<typeof WebhookConfig>;

/** The flows of this gateway: `flows` says the rest. */
const FlowConfig = z.strictObject({ type: z.literal('flow') });

/** The duty desk of this gateway: `desk` says the rest. */
const OwnDeskConfig = z.strictObject({ type: z.literal('desk') });

/** One schema per type of destination; their names are told apart by `type`. */
const SCHEMAS = [WebhookConfig, MqttConfig, SiaConfig, FlowConfig, OwnDeskConfig] as const;
const TYPE_EXPECTED = expected(
  EXPECTED.oneOf(SCHEMAS.map(({ shape }) => shape.type.value).join(', ')),
);
const DestinationConfig = z.discriminatedUnion('type', SCHEMAS, {
  error: ({ code }) => (code === 'invalid_union' ? TYPE_EXPECTED : undefined),
});
export type DestinationConfig = z.infer<typeof DestinationConfig>;

export const DestinationsConfig = z.record(z.string().min(1), DestinationConfig).default({});

/** What one destination keeps secret, by the field of its configuration. */
export type DestinationSecrets = Readonly<Record<string, string>>;

/** Reads what `destinations.NAME` keeps secret. Errors: SECRET_MISSING, SECRET_INVALID, CERTIFICATE_INVALID. */
export async function readDestinationSecrets(
  name: string,
  config: DestinationConfig,
): Promise<DestinationSecrets> {
  switch (config.type) {
    case 'webhook':
      return await readWebhookSecrets(`destinations.${name}`, config);
    case 'mqtt':
      return await readMqttSecrets(`destinations.${name}`, config);
    case 'sia': {
      if (config.key === undefined) return {};
      return { key: await readAesKey(`destinations.${name}.key`, config.key) };
    }
    case 'flow':
    case 'desk':
      return {};
  }
}

/** `secret`: those that sign, separated by spaces; `ca`, `cert`, `key`: PEM. */
async function readWebhookSecrets(
  path: string,
  { secret, ...tls }: WebhookConfig,
): Promise<DestinationSecrets> {
  const places = Array.isArray(secret) ? secret : [secret];
  const secrets: string[] = [];
  for (const [index, place] of places.entries()) {
    const at = Array.isArray(secret) ? `${path}.secret[${index}]` : `${path}.secret`;
    secrets.push(await readSecret(at, place));
  }
  return { secret: secrets.join(' '), ...(await readTls(tls)) };
}

/** What a destination of this configuration has words for at all: a route of the others should not lead to it. */
export function carriedBy(config: DestinationConfig): readonly Severity[] {
  switch (config.type) {
    case 'webhook':
    case 'mqtt':
    case 'flow':
    case 'desk':
      return SEVERITIES;
    case 'sia':
      return severitiesOf(config.events);
  }
}

/** The certificates that a destination stands on and when the first of each is over, for `--check-config`. */
export function certificatesOf(
  name: string,
  secrets: DestinationSecrets,
): { path: string; expiresAt: number }[] {
  return (['ca', 'cert'] as const).flatMap((field) => {
    const parsed = parsePem(secrets[field] ?? '');
    return parsed ? [{ path: `destinations.${name}.${field}`, expiresAt: parsed.expiresAt }] : [];
  });
}
