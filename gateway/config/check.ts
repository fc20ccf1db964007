// `--check-config`: everything that a start would read is read, and every problem told, not only the first.
import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import { controlPath } from '../management/socket-server.ts';
import { CHECK_CONFIG } from '../messages/check-config.ts';
import { FILES } from '../messages/files.ts';
import { FINDINGS } from '../messages/findings.ts';
import { type Language, type Sentence, told } from '../messages/sentence.ts';
import { readDeviceFile } from '../registry/device-file.ts';
import { seeRegistry } from '../registry/look.ts';
import { ownMasterKey, readMasterKey } from '../registry/master-key.ts';
import { fileProblem } from '../system/files.ts';
import { type Finding, warnings } from './cross-check.ts';
import { describeConfig } from './describe.ts';
import { readDesk } from './desk.ts';
import { certificatesOf, readDestinationSecrets } from './destinations.ts';
import { readFlows } from './flows.ts';
import { deviceWarnings, knownDevices } from './known.ts';
import { certificateIn } from './load.ts';
import { examineConfig } from './read.ts';
import { siaWarnings } from './sia.ts';

export interface Checked {
  ok: boolean;
  /** For a person: the problems, or what the gateway would do. */
  text: string;
}

/** Checks `file` and all that it names. Changes nothing, and may run beside the gateway. */
export async function checkConfig(
  file: string | undefined,
  devicesOverride: string | undefined,
  language: Language = 'en',
): Promise<Checked> {
  const problems: GatewayError[] = [];
  const tried = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const { config, leftOut, problem } = await examineConfig(file);
  if (problem) problems.push(problem);
  // Of what could not be read nothing is known, and what only the defaults say is no mistake of anybody.
  const isKnown = (...paths: string[]) =>
    problem?.code !== 'CONFIG_UNREADABLE' && !paths.some((path) => leftOut.has(path));
  const devicesFile = devicesOverride ?? config.devices;
  const devices = devicesFile === undefined ? [] : await tried(readDeviceFile(devicesFile));
  const expiresAt = (await tried(certificateIn(config)))?.expiresAt;
  const expiring = expiresAt === undefined ? [] : [{ path: 'mqtts.cert', expiresAt }];
  for (const [name, destination] of Object.entries(config.destinations)) {
    const secrets = await tried(readDestinationSecrets(name, destination));
    expiring.push(...certificatesOf(name, secrets ?? {}));
  }
  await tried(readFlows(config.flows));
  await tried(readDesk(config.desk));
  const isUsable = isKnown('data') && (await tried(checkFolder(config.data).then(() => true)));
  const { master_key } = config.registry;
  const own = ownMasterKey(config.data);
  const isKeyGood =
    isUsable &&
    isKnown('registry') &&
    (await tried(readMasterKey(master_key, own).then(() => true)));
  const seen = isKeyGood ? await tried(seeRegistry(config, controlPath(config))) : undefined;
  if (!devices || !seen || problems.length > 0) {
    const count = problems.reduce((sum, { detail }) => sum + detail.en.split('\n').length, 0);
    const all = problems.map((problem) => problem.messageIn(language)).join('\n\n');
    return { ok: false, text: `${CHECK_CONFIG.problems(count)[language]}\n\n${all}\n` };
  }
  const known = knownDevices(devices, seen);
  const all = [...known.inFile, ...(known.inRegistry ?? [])];
  const described = { file, config, devicesFile, known, expiresAt };
  const found = [
    ...warnings(config, new Set(all.map(({ group }) => group))),
    ...expiring.flatMap(certificateWarnings),
    ...deviceWarnings(devicesFile, known, seen),
    ...siaWarnings(config.destinations, all.filter(({ isNameless }) => isNameless).length),
  ];
  return { ok: true, text: describeConfig(described, found, language) };
}

/** The folder, or the nearest one above it in which it can be made. */
async function checkFolder(folder: string): Promise<void> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      if ((await stat(at)).isDirectory()) return await access(at, constants.W_OK | constants.X_OK);
    } catch (error) {
      const problem = fileProblem(error);
      if (problem === FILES.missing && at !== dirname(at)) continue;
      throw unusable(at, problem);
    }
    throw unusable(at, FILES.isFile);
  }
}

function unusable(folder: string, problem: Sentence): GatewayError {
  return new GatewayError('CONFIG_INVALID', told`data: ${folder}: ${problem}`);
}

const EXPIRES_SOON_MS = 30 * 86_400_000;

function certificateWarnings({ path, expiresAt }: { path: string; expiresAt: number }): Finding[] {
  if (expiresAt - Date.now() > EXPIRES_SOON_MS) return [];
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  const isOver = expiresAt <= Date.now();
  const sentence = isOver ? FINDINGS.certificateEnded(day) : FINDINGS.certificateEnds(day);
  return [{ path, sentence }];
}
