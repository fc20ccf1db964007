// `call-button simulate`: from the command line to a run, its report files, and the exit code.
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isWebhookSecret } from '#gateway/config/index.ts';
import { codeOf, reasonOf } from '#gateway/domain/reason.ts';
import { languageOf } from '#gateway/messages/language.ts';
import { GatewayElsewhere } from './gateway-elsewhere.ts';
import { GatewayProcess } from './gateway-process.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import type { Plan } from './plan.ts';
import { compareReports, comparisonTable } from './report/compare.ts';
import { reportPage } from './report/html.ts';
import { ReportFileError, readReport, writePage, writeReport } from './report/json.ts';
import { reportTable } from './report/table.ts';
import { duration } from './report/words.ts';
import { run } from './run.ts';
import { findScenario, library } from './scenario/library.ts';
import { planOf } from './scenario/plan.ts';
import { ScenarioError } from './scenario/problems.ts';
import { LiveView } from './view.ts';

export interface SimulateOptions {
  list?: boolean;
  check?: boolean;
  compare?: boolean;
  seed?: number;
  speed?: number;
  duration?: number;
  processes?: number;
  out: string;
  gateway?: URL;
  devices?: string;
  http?: URL;
  platformPort?: number;
  secretEnv?: string;
  maxRate: number;
  maxMinutes: number;
  allow?: string;
}

/** Something that the user can mend: printed without a stack, exit code 2. */
export class SimulateError extends Error {}

const HOMES_PER_PROCESS = 4_000;

/** Sets the exit code: 0 passed, 1 failed, 2 nothing was run. */
export async function simulate(names: string[], options: SimulateOptions): Promise<void> {
  try {
    if (options.compare) return await compare(names);
    const [name] = names;
    if (options.check && name === undefined) throw new SimulateError('--check needs a scenario');
    if (options.list || name === undefined) return await list();
    if (names.length > 1) throw new SimulateError('one scenario at a time');
    const scenario = await findScenario(name);
    const { seed, speed, duration } = options;
    const plan = planOf(scenario, {
      ...(seed === undefined ? {} : { seed }),
      ...(speed === undefined ? {} : { speed }),
      ...(duration === undefined ? {} : { durationMs: duration }),
    });
    if (plan.presses.at.length === 0)
      throw new SimulateError(`${name}: no press is made: nothing could be shown`);
    if (options.check) return describe(plan);
    await runAndReport(plan, options);
  } catch (error) {
    const isOurs =
      error instanceof ScenarioError ||
      error instanceof SimulateError ||
      error instanceof ReportFileError;
    if (!isOurs) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

async function list(): Promise<void> {
  process.stdout.write('Scenarios (call-button simulate NAME, or the path of a YAML file):\n\n');
  for (const { name, title, about, duration: ms } of await library()) {
    const lasts = duration(ms / 1_000);
    process.stdout.write(`  ${name.padEnd(18)} ${title}, ${lasts}\n${''.padEnd(21)}${about}\n`);
  }
}

function describe({ name, title, homes, presses, faults, durationMs }: Plan): void {
  process.stdout.write(
    `${name} is right: ${title}. ${homes.length} homes, ${presses.at.length} presses, ` +
      `${faults.length} faults in ${durationMs / 1_000} s.\n`,
  );
}

async function compare(files: string[]): Promise<void> {
  const [before, after] = files;
  if (before === undefined || after === undefined || files.length > 2) {
    throw new SimulateError('--compare needs two report files: simulate --compare a.json b.json');
  }
  const comparison = compareReports(await readReport(before), await readReport(after));
  if (typeof comparison === 'string') throw new SimulateError(comparison);
  process.stdout.write(comparisonTable(comparison));
  if (comparison.verdict === 'worse') process.exitCode = 1;
}

async function runAndReport(plan: Plan, options: SimulateOptions): Promise<void> {
  const gateway = await gatewayOf(plan, options);
  await mustTake(options.out);
  const ending = new AbortController();
  // Never taken off again: npm and others send the signal a second time, and that would end the process at once.
  const end = () => {
    if (!ending.signal.aborted) process.stderr.write('\nending: waiting for open presses …\n');
    ending.abort();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  process.stdout.write('starting …\n');
  let view: LiveView | undefined;
  const report = await run(plan, {
    gateway,
    processes: options.processes ?? Math.ceil(plan.homes.length / HOMES_PER_PROCESS),
    speed: options.speed ?? 1,
    signal: ending.signal,
    ...(options.platformPort === undefined
      ? {}
      : { platform: { port: options.platformPort, secret: secretOf(options) } }),
    onStart: (elapsed) => {
      view = new LiveView(process.stdout, plan, elapsed, languageOf(process.env));
      view.start();
    },
    onSample: (sample) => view?.show(sample),
  })
    .catch((error) => {
      throw new SimulateError(reasonOf(error));
    })
    .finally(() => view?.stop());

  const stamp = report.startedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const path = join(options.out, `${plan.name}-${stamp}`);
  process.stdout.write(`\n${reportTable(report)}\n`);
  await writeReport(`${path}.json`, report);
  await writePage(`${path}.html`, reportPage(report));
  process.stdout.write(`Report: ${path}.json and ${path}.html\n`);
  if (report.verdict === 'failed') process.exitCode = 1;
  else if (report.interrupted || report.totals.presses === 0) {
    process.stdout.write('This was a part of the scenario: it proves nothing about the rest.\n');
    process.exitCode = 2;
  }
}

/** Better told now than after a night. */
async function mustTake(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const code = codeOf(error) ?? reasonOf(error);
    throw new SimulateError(`--out ${folder} can't be written (${code}): choose another folder`);
  }
}

function secretOf({ secretEnv }: SimulateOptions): string {
  if (secretEnv === undefined) throw new SimulateError('--platform-port needs --secret-env NAME');
  const secret = process.env[secretEnv];
  if (!secret) throw new SimulateError(`--secret-env ${secretEnv}: this variable is not set`);
  if (!isWebhookSecret(secret)) {
    throw new SimulateError(
      `--secret-env ${secretEnv}: expected whsec_ and base64, as openssl rand -base64 32 makes it`,
    );
  }
  return secret;
}

/** One of our own, or the one that the user names; that one is loaded only within limits. */
async function gatewayOf(plan: Plan, options: SimulateOptions): Promise<GatewayUnderTest> {
  const { gateway, devices, http } = options;
  if (gateway && gateway.protocol !== 'mqtt:') {
    throw new SimulateError('--gateway: expected an address such as mqtt://127.0.0.1:1883');
  }
  if (gateway === undefined) return new GatewayProcess();
  if (devices === undefined) {
    throw new SimulateError(
      "--gateway needs --devices FILE: the gateway's devices file, with their keys",
    );
  }
  if (options.platformPort === undefined || options.secretEnv === undefined) {
    throw new SimulateError(
      '--gateway needs --platform-port and --secret-env: the port of 127.0.0.1 to which the gateway ' +
        'forwards, and the variable that holds the secret. What is accepted can be seen only there',
    );
  }
  if (plan.faults.some(({ what }) => what === 'gateway-kill')) {
    throw new SimulateError('this scenario kills the gateway: choose another one for --gateway');
  }
  checkLimits(plan, options);
  await confirm(gateway.hostname, options.allow);
  return new GatewayElsewhere({
    host: gateway.hostname,
    port: Number(gateway.port || 1883),
    devices,
    http: http?.origin,
  });
}

function checkLimits({ presses, homes, durationMs }: Plan, options: SimulateOptions): void {
  const { maxRate, maxMinutes } = options;
  const heartbeats = homes.reduce((sum, { heartbeatMs }) => sum + 1_000 / heartbeatMs, 0);
  const rate = (presses.at.length / durationMs) * 1_000 + heartbeats;
  if (rate > maxRate) {
    throw new SimulateError(
      `this would send ${Math.ceil(rate)} messages/s to a gateway that is not ours: the limit is ` +
        `${maxRate}/s (--max-rate)`,
    );
  }
  if (durationMs > maxMinutes * 60_000) {
    throw new SimulateError(
      `this would take ${Math.ceil(durationMs / 60_000)} min: the limit is ${maxMinutes} min (--max-minutes)`,
    );
  }
}

/** A gateway beyond this machine may serve people: it is loaded only when the user says so twice. */
async function confirm(host: string, allowed: string | undefined): Promise<void> {
  const isLoopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
  if (isLoopback || allowed === host) return;
  const warning = `${host} is not this machine. Real homes may depend on that gateway, and this will load it.`;
  if (!process.stdin.isTTY) throw new SimulateError(`${warning} To do so, add: --allow ${host}`);
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(`${warning}\nType the name of the host to go on: `);
  ask.close();
  if (answer.trim() !== host) throw new SimulateError('not confirmed: nothing was started');
}
