// The entry of the configuration: all that the rest of the gateway, the simulator and the tests know of it.

export { checkConfig } from './check.ts';
export { warnings } from './cross-check.ts';
export { type DeskSettings, deskSettings, withDesk } from './desk.ts';
export { parseDuration } from './duration.ts';
export { intakeOptions } from './flood.ts';
export { isLoopback } from './listeners.ts';
export { complete, type Loaded, load } from './load.ts';
export { readConfig } from './read.ts';
export { Reloader } from './reloader.ts';
export { routePlan } from './routes.ts';
export { type Config, ConfigSchema } from './schema.ts';
export { isWebhookSecret, readSecret } from './secrets.ts';
export { supervisionOptions } from './supervision.ts';
