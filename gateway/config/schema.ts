// The configuration's schema: also its type and its defaults. Routes and listeners are in files of their own.
import { z } from 'zod';
import { DAY, duration } from './duration.ts';
import { FloodConfig } from './flood.ts';
import { AdminListener, HttpListener, Mqtt, Mqtts } from './listeners.ts';
import { RoutesConfig } from './routes.ts';
import { SecretPlace } from './secrets.ts';
import { SupervisionConfig } from './supervision.ts';

const WebhookConfig = z.strictObject({
  type: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), 'expected no user and password in it'),
  /** Where the Standard Webhooks secret is: `env: NAME` or `file: PATH`. */
  secret: SecretPlace,
});

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export const ConfigSchema = z.strictObject({
  /** Folder of the journal and of the generated certificate. */
  data: z.string().min(1).default('data'),
  /** Devices and homes. */
  devices: z.string().min(1).optional(),
  /** Names this gateway to the platform: the CloudEvents source. */
  name: z.string().min(1).default('call-button'),
  log: z.enum(LOG_LEVELS).default('info'),
  mqtt: Mqtt,
  mqtts: Mqtts,
  http: HttpListener,
  admin: AdminListener,
  destinations: z.record(z.string().min(1), WebhookConfig).default({}),
  routes: RoutesConfig,
  supervision: SupervisionConfig,
  flood: FloodConfig,
  registry: z
    .strictObject({
      /** 64 hex digits: opens the registry. Without it, `master.key` in the data folder, made at the first start. */
      master_key: SecretPlace.optional(),
    })
    .prefault({}),
  journal: z
    .strictObject({
      /** Records of presses, calls and notices are deleted after this; identities never. */
      keep: duration(DAY, 36_500 * DAY).prefault('730d'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof ConfigSchema>;
