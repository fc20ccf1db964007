// `call-button gateway`: from options to a running gateway, and a clean stop on SIGINT and SIGTERM.
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import {
  type Config,
  checkConfig,
  complete,
  type Loaded,
  load,
  Reloader,
  readConfig,
  warnings,
} from '../config/index.ts';
import type { Severity } from '../domain/limits.ts';
import { Gateway, realPorts } from '../main.ts';
import { askGateway } from '../management/socket-client.ts';
import { controlPath } from '../management/socket-server.ts';
import { languageOf } from '../messages/language.ts';
import { DEFAULT_DEVICES, START } from '../messages/start.ts';
import { addTestDevice } from '../registry/device-file.ts';
import { foreignToRoot } from '../system/owner.ts';
import { asRunHere } from '../system/run-here.ts';
import { askReady } from './health.ts';
import {
  isJournalCommand,
  type JournalOptions,
  type JournalPlace,
  journalPath,
  runJournalCommand,
} from './journal.ts';
import { routeTestText } from './route-test-text.ts';

export interface GatewayOptions extends JournalOptions {
  config?: string;
  devices?: string;
  newDevice?: string;
  checkConfig?: true;
  testRoute?: Severity;
  ready?: true;
  group?: string;
}

/** Runs until a signal, or does the one thing that was asked. */
export async function runGateway(options: GatewayOptions): Promise<void> {
  const language = languageOf(process.env);
  const asks = [options.format, options.from, options.to];
  if (options.export === undefined && asks.some((option) => option !== undefined)) {
    process.stderr.write(`${START.exportOptions[language]}\n`);
    process.exitCode = 2;
    return;
  }
  if (options.group !== undefined && options.testRoute === undefined) {
    process.stderr.write(`${START.groupOption[language]}\n`);
    process.exitCode = 2;
    return;
  }
  if (options.checkConfig) {
    const { ok, text } = await checkConfig(options.config, options.devices, language);
    process.stdout.write(asRunHere(text));
    if (!ok) process.exitCode = 2;
    return;
  }
  const read = await readConfig(options.config);
  const config = options.devices === undefined ? read : { ...read, devices: options.devices };
  if (options.newDevice !== undefined) {
    const file = config.devices ?? DEFAULT_DEVICES;
    await addTestDevice(file, options.newDevice);
    process.stdout.write(asRunHere(START.added(options.newDevice, file)[language]));
    return;
  }
  if (options.ready) {
    process.exitCode = await askReady(config);
    return;
  }
  if (options.testRoute !== undefined) {
    process.exitCode = await testRoute(config, options.testRoute, options.group);
    return;
  }
  if (isJournalCommand(options)) {
    // A gateway beside it goes first.
    setPriority(constants.priority.PRIORITY_LOW);
    process.exitCode = await runJournalCommand(options, config);
    return;
  }
  const unrouted = (['red', 'green'] as const).filter((key) => config.routes[key] === undefined);
  if (unrouted.length > 0) process.stderr.write(START.noRoute(unrouted)[language]);
  const foreign = await foreignToRoot(journalPath(config), config.data);
  if (foreign) process.stderr.write(START.asRoot(foreign.path, foreign.user)[language]);
  await runUntilSignal(config, () => load(options.config, options.devices));
}

/**
 * Has the running gateway send a marked test call over a route, and tells what happened. Returns the exit code: 1 when a
 * part of the route is not good. Errors: GATEWAY_NOT_RUNNING, NO_ROUTE, NO_SUCH_GROUP.
 */
async function testRoute(
  place: JournalPlace,
  severity: Severity,
  group: string | undefined,
): Promise<number> {
  const socket = controlPath(place);
  const { trials } = await askGateway(socket, '/test-route', '', { severity, group });
  const { ok, text } = routeTestText(severity, trials, languageOf(process.env));
  process.stdout.write(text);
  return ok ? 0 : 1;
}

/** `reread` is for a SIGHUP: everything anew, from the configuration file on. */
async function runUntilSignal(config: Config, reread: () => Promise<Loaded>): Promise<void> {
  const loaded = await complete(config);
  const ports = await realPorts(config, loaded);
  if (loaded.doubt !== undefined) ports.log.warn({ code: 'DEVICES_INVALID' }, loaded.doubt);
  const groups = new Set(loaded.devices.map(({ group }) => group));
  for (const { path, sentence } of warnings(config, groups)) {
    ports.log.warn({ path }, sentence.en);
  }
  const gateway = new Gateway(config, ports);
  const apply = (next: Loaded) => gateway.reload(next);
  const reloader = new Reloader({ config, load: reread, apply, log: ports.log });
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const started = gateway.start();
  // From now on a SIGHUP doesn't end the process.
  process.on('SIGHUP', () => void started.then(() => reloader.reload()).catch(() => {}));
  await started;
  if (config.devices === undefined && gateway.health().devices === 0) {
    process.stderr.write(asRunHere(START.noDevices[languageOf(process.env)]));
  }
  const { desk } = ports;
  void desk?.ready.then(() => {
    process.stderr.write(START.desk(desk.place)[languageOf(process.env)]);
  });
  await ended;
  await gateway.stop();
}
