// The configuration's schema: also its type and its defaults. Destinations, routes and listeners are in files of their own.
import { z } from 'zod';
import { DeskConfig } from './desk.ts';
import { DestinationsConfig } from './destinations.ts';
import { DAY, duration } from './duration.ts';
import { FloodConfig } from './flood.ts';
import { FlowsConfig } from './flows.ts';
import { AdminListener, HttpListener, Mqtt, Mqtts } from './listeners.ts';
import { RoutesConfig } from './routes.ts';
import { SecretPlace } from './secrets.ts';
import { SupervisionConfig } from './supervision.ts';

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
  flows: FlowsConfig,
  desk: DeskConfig,
  destinations: DestinationsConfig,
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
