// The device directory in a YAML file, until the registry takes its place; and how a test device gets into it.

import { randomBytes } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { isSeq } from 'yaml';
import { z } from 'zod';
import { isDeviceId } from '#protocol/device/topics.ts';
import { KEY_BYTES } from '#protocol/seal.ts';
import { GatewayError } from '../domain/errors.ts';
import type { DeviceRecord } from '../domain/ports/directory.ts';
import { reasonOf } from '../domain/reason.ts';
import { textFaultOf } from '../domain/text.ts';
import { EXPECTED, TEXT_FAULTS } from '../messages/expected.ts';
import { FILES } from '../messages/files.ts';
import { joined, told } from '../messages/sentence.ts';
import { writeDurably } from '../system/durable.ts';
import { fileProblem, fileProblems } from '../system/files.ts';
import { describeMistakes, expected, validated } from '../system/issues.ts';
import { ownerOfNew } from '../system/owner.ts';
import { readTextFile } from '../system/text.ts';
import { parseYaml, placeIn, readYamlFile, type YamlText } from '../system/yaml.ts';

export { DeviceList } from './device-list.ts';

const HEX_KEY = new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`);

const KEY_EXPECTED = expected(EXPECTED.deviceKey(KEY_BYTES * 2));

/** By these devices are routed and homes found. What a person reads of a home is left as it is. */
function text(field: 'group' | 'reference') {
  return z.string().superRefine((value, context) => {
    const fault = textFaultOf(field, value);
    if (fault === undefined) return;
    context.addIssue({ code: 'custom', message: expected(TEXT_FAULTS[fault]) });
  });
}

const fields = {
  device_id: z
    .string()
    .refine(isDeviceId, expected(EXPECTED.characters('4-32', 'A-Z a-z 0-9 _ -'))),
  key: z.string(KEY_EXPECTED).regex(HEX_KEY, KEY_EXPECTED),
  key_version: z.int().min(1).max(0xffffffff).default(1),
  state: z.enum(['in_service', 'suspended', 'retired']).default('in_service'),
};

/** How an entry is read whose group and reference are read in this way. */
function entryWith(group: z.ZodType<string>, reference: z.ZodType<string>) {
  return z.strictObject({
    ...fields,
    group: group.default(''),
    home: z.object({ reference }).catchall(z.string()).default({ reference: '' }),
  });
}

const Entry = entryWith(text('group'), text('reference'));
const FileSchema = z.strictObject({ devices: z.array(Entry).default([]) });
const AsBeforeSchema = z.strictObject({
  devices: z.array(entryWith(z.string(), z.string())).default([]),
});

export type DeviceState = z.infer<typeof Entry>['state'];

/** A device as its file describes it. */
export interface FileDevice extends DeviceRecord {
  state: DeviceState;
}

/** The devices of `file`. Errors: DEVICES_UNREADABLE, DEVICES_INVALID with every path that is wrong. */
export async function readDeviceFile(file: string): Promise<FileDevice[]> {
  return devicesIn(file, await asDevices(file, readYamlFile(file)), FileSchema);
}

/**
 * The same for a gateway that starts or reads again: a file with which former versions ran runs on, because a rule that
 * is newer than the file must not keep presses from anybody. `doubt` says what is wrong with it all the same.
 */
export async function readRunningDevices(
  file: string,
): Promise<{ devices: FileDevice[]; doubt: string | undefined }> {
  const source = await asDevices(file, readYamlFile(file));
  try {
    return { devices: devicesIn(file, source, FileSchema), doubt: undefined };
  } catch (error) {
    // What is wrong by the older rule too ends here.
    return { devices: devicesIn(file, source, AsBeforeSchema), doubt: reasonOf(error) };
  }
}

function devicesIn(
  file: string,
  source: YamlText,
  schema: typeof FileSchema | typeof AsBeforeSchema,
): FileDevice[] {
  const read = validated(schema, source.value ?? {});
  if ('mistakes' in read) {
    throw new GatewayError('DEVICES_INVALID', describeMistakes(file, read.mistakes, source));
  }
  const { devices } = read.data;
  const twins = twinsIn(devices).map(({ index, deviceId }) => {
    const path = `devices[${index}].device_id`;
    return told`${file}: ${path}: ${FILES.twice(deviceId)}${placeIn(source, path)}`;
  });
  if (twins.length > 0) throw new GatewayError('DEVICES_INVALID', joined(twins, '\n'));
  return devices.map((entry) => ({
    deviceId: entry.device_id,
    keys: [{ version: entry.key_version, secret: Buffer.from(entry.key, 'hex') }],
    group: entry.group,
    home: entry.home,
    state: entry.state,
    blocked: entry.state !== 'in_service',
  }));
}

/** Each entry whose device an earlier one has already. */
function twinsIn(devices: readonly z.infer<typeof Entry>[]): { index: number; deviceId: string }[] {
  const seen = new Set<string>();
  return devices.flatMap(({ device_id: deviceId }, index) => {
    if (seen.has(deviceId)) return [{ index, deviceId }];
    seen.add(deviceId);
    return [];
  });
}

/**
 * Adds a device with a fresh random key to `file`, which is made when needed; comments in it stay.
 * Errors: DEVICE_ID_INVALID, DEVICE_EXISTS, DEVICES_UNREADABLE, DEVICES_INVALID.
 */
export async function addTestDevice(file: string, deviceId: string): Promise<void> {
  if (!isDeviceId(deviceId)) {
    throw new GatewayError('DEVICE_ID_INVALID', `--new-device "${deviceId}"`);
  }
  const source = await asDevices(file, textToChange(file).then(parseYaml));
  const { document } = source.parsed();
  if (source.value === null) document.set('devices', document.createNode([]));
  const devices = document.get('devices');
  if (!isSeq(devices)) {
    throw new GatewayError('DEVICES_INVALID', told`${file}: devices: ${EXPECTED.list}`);
  }
  const isThere = devices.items.some(
    (_, index) => document.getIn(['devices', index, 'device_id']) === deviceId,
  );
  if (isThere) throw new GatewayError('DEVICE_EXISTS', told`${file}: ${FILES.isThere(deviceId)}`);
  const key = randomBytes(KEY_BYTES).toString('hex');
  devices.flow = false;
  devices.add(
    document.createNode({
      device_id: deviceId,
      key,
      key_version: 1,
      group: 'test',
      home: { reference: `test-home-of-${deviceId}` },
    }),
  );
  try {
    await replaceFile(file, document.toString());
  } catch (error) {
    throw new GatewayError('DEVICES_UNREADABLE', told`${file}: ${fileProblem(error)}`);
  }
}

/** Errors: DEVICES_UNREADABLE. */
async function asDevices(file: string, source: Promise<YamlText>): Promise<YamlText> {
  try {
    return await source;
  } catch (error) {
    throw new GatewayError('DEVICES_UNREADABLE', fileProblems(file, error));
  }
}

/** With every character of its comments, which are written again; the beginning of a file when it isn't there. */
async function textToChange(file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (error) {
    if (fileProblem(error) !== FILES.missing) throw error;
    return '# Devices and homes. Holds keys: readable by the gateway only.\ndevices: []\n';
  }
}

/** A link stays one, and the owner the owner. */
async function replaceFile(path: string, text: string): Promise<void> {
  const former = await stat(path).catch(() => undefined);
  const file = former ? await realpath(path) : path;
  await writeDurably(file, text, { owner: former ?? (await ownerOfNew(file)) });
}
