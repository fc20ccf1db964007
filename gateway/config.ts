// The door to the configuration: what the rest of the gateway, the simulator and the tests know of it.
export { checkConfig } from './config/check.ts';
export { inLanguage } from './config/chinese.ts';
export { warnings } from './config/cross-check.ts';
export { parseDuration } from './config/duration.ts';
export { intakeOptions } from './config/flood.ts';
export { isLoopback } from './config/listeners.ts';
export { complete, type Loaded, load } from './config/load.ts';
export { readConfig } from './config/read.ts';
export { Reloader } from './config/reloader.ts';
export { routePlan } from './config/routes.ts';
export { type Config, ConfigSchema } from './config/schema.ts';
export { isWebhookSecret, readSecret } from './config/secrets.ts';
export { DEFAULT_DEVICES, START_TEXTS } from './config/start-texts.ts';
export { supervisionOptions } from './config/supervision.ts';
export { languageOf } from './config/texts.ts';
