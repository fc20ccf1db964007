// What the commands of the journal say to the operator.
import { CALL_STAGES } from '../domain/call.ts';
import type { Backup } from '../journal/tools/backup.ts';
import type { Exported } from '../journal/tools/export.ts';
import { FAULTS, type Findings } from '../journal/tools/findings.ts';
import type { FilesFound } from '../journal/tools/level-files.ts';
import type { Repaired } from '../journal/tools/repair.ts';
import type { Restored } from '../journal/tools/restore.ts';

/** `--check-journal`: what was found, or why the journal was not opened. */
export function checkText(folder: string, files: FilesFound, found: Findings | string): string {
  const blocks = [`The journal in ${folder}: ${megabytes(files.bytes)} on disk.`];
  if (files.faults.length > 0) blocks.push(filesText(files));
  if (typeof found === 'string') {
    blocks.push(found);
  } else {
    blocks.push(countsText(found));
    if (!found.isSound) blocks.push(faultsText(found));
  }
  if (files.isTornAtEnd) blocks.push(TORN);
  if (files.faults.length === 0 && typeof found !== 'string' && found.isSound) blocks.push(SOUND);
  return `${blocks.join('\n\n')}\n`;
}

const SOUND = 'It is sound: nothing is missing, nothing contradicts itself. Nothing was changed.';

const TORN = `Its last write was cut off, as a power cut or a crash does. Nobody was told that this write was stored:
the devices send it again. This is no fault.`;

/** Why LevelDB was not asked to open files with damage in them. */
export const NOT_OPENED = `It was not opened, because opening would drop what can't be read for good. So:
copy the folder away first, then restore the newest backup (--restore DIR). Nothing was changed.`;

/** When LevelDB itself gives up. */
export function unreadableText(reason: string): string {
  return `LevelDB, which keeps the journal, can't open it. It says: ${reason}
Stop here and copy the folder away. Then try --repair-journal, which loses nothing or does nothing;
if it can't help, restore the newest backup (--restore DIR).`;
}

function filesText({ faults }: FilesFound): string {
  const { means, toDo } = FAULTS.FILE_DAMAGED;
  const places = faults.map(({ file, at, what }) => `${file}, byte ${at}: ${what}`);
  return faultText('FILE_DAMAGED', faults.length, means, toDo, places.slice(0, 10));
}

function countsText(found: Findings): string {
  const { openPresses, openNotices, calls, oldestAt, newestAt } = found;
  const stages = CALL_STAGES.map((stage) => `${stage} ${number(calls[stage])}`).join(', ');
  const all = CALL_STAGES.reduce((sum, stage) => sum + calls[stage], 0);
  const rows: [string, number, string][] = [
    ['presses', found.presses, `${number(openPresses)} of them not accepted by anybody yet`],
    ['calls', all, stages],
    ['events', found.events, 'of devices, other than presses'],
    ['notices', found.notices, `${number(openNotices)} of them not accepted by anybody yet`],
    ['devices', found.devices, ''],
    ['records', found.records, oldestAt ? `from ${utc(oldestAt)} to ${utc(newestAt)}` : ''],
  ];
  return rows
    .map(([what, count, more]) =>
      `  ${what.padEnd(8)}${number(count).padStart(12)}   ${more}`.trimEnd(),
    )
    .join('\n');
}

function faultsText({ faults }: Findings): string {
  return [...faults]
    .map(([code, { count, examples }]) => {
      const { means, toDo } = FAULTS[code];
      return faultText(code, count, means, toDo, examples);
    })
    .join('\n\n');
}

function faultText(
  code: string,
  count: number,
  means: string,
  toDo: string,
  places: readonly string[],
): string {
  const times = count === 1 ? 'once' : `${number(count)} times`;
  const more = count > places.length ? [`  and ${number(count - places.length)} more`] : [];
  return [
    `${code}, ${times}: ${means}.`,
    `  What to do: ${toDo}.`,
    ...places.map((place) => `  - ${place}`),
    ...more,
  ].join('\n');
}

/** `--check-journal`: the registry beside it. */
export function registryText(
  folder: string,
  found: { devices: number; homes: number; tokens: number; records: number; damaged: string[] },
): string {
  const { devices, homes, tokens, records, damaged } = found;
  const counts = `${number(devices)} devices, ${number(homes)} homes, ${number(tokens)} tokens, ${number(records)} records of changes`;
  const head = `\nThe registry in ${folder}: ${counts}.`;
  if (damaged.length === 0)
    return `${head} It is sound: the master key fits, and every row can be read.\n`;
  const toDo =
    'copy the folder away, then restore the newest backup; devices that are named must be provisioned again if it is older';
  const means = 'rows that can not be opened: a bit has changed, or somebody changed them';
  return `${head}\n\n${faultText('REGISTRY_UNREADABLE', damaged.length, means, toDo, damaged.slice(0, 10))}\n`;
}

/** Its files are damaged: it was not opened. */
export function registryFilesText(folder: string, faults: FilesFound['faults']): string {
  const { means, toDo } = FAULTS.FILE_DAMAGED;
  const places = faults.map(({ file, at, what }) => `${file}, byte ${at}: ${what}`);
  return `\nThe registry in ${folder}:\n\n${faultText('FILE_DAMAGED', faults.length, means, toDo, places.slice(0, 10))}\n`;
}

/** `--repair-journal`. */
export function repairText(folder: string, repaired: Repaired): string {
  if (repaired.outcome === 'not needed') {
    return `The journal in ${folder} can be opened: there is nothing to repair. --check-journal looks into it.\n`;
  }
  if (repaired.outcome === 'repaired') {
    return `The journal in ${folder} is repaired, and it is sound:

${countsText(repaired.findings)}

The damaged one is in ${repaired.damaged}. Delete it when the gateway has run well for a while.\n`;
  }
  const { files, findings } = repaired;
  const blocks = [
    `The journal in ${folder} was not repaired: this would have been wrong with it afterwards.`,
  ];
  if (files.faults.length > 0) blocks.push(filesText(files));
  if (findings === undefined) blocks.push('It could not be read to its end.');
  else if (!findings.isSound) blocks.push(faultsText(findings));
  blocks.push(
    'Nothing was changed. Copy the folder away, then restore the newest backup (--restore DIR).',
  );
  return `${blocks.join('\n\n')}\n`;
}

/** `--export`. */
export function exportText(to: string, exported: Exported): string {
  const { presses, events, notices, unreadable } = exported;
  const others =
    events + notices > 0 ? `, ${number(events)} events, ${number(notices)} notices` : '';
  const lost =
    unreadable > 0
      ? `\n${number(unreadable)} records could not be read and are not in it: --check-journal says more.`
      : '';
  return `${number(presses)} presses${others}: ${to}
It holds ids of devices, times, and groups as you named them; no names and no addresses, for the journal has none.${lost}
`;
}

/** `--backup`. */
export function backupText(folder: string, { manifest, findings }: Backup): string {
  const { presses, events, notices, newest_press_at, devices_sha256, keys_sha256 } = manifest;
  const registry = manifest.registry === null ? '' : `\n${REGISTRY_INSIDE}`;
  const flows = manifest.flows === null ? '' : `\n${FLOWS_INSIDE}`;
  const newest = newest_press_at ? `, the newest press of ${utc(Date.parse(newest_press_at))}` : '';
  return `Backup in ${folder}: ${number(presses)} presses, ${number(events)} events, ${number(notices)} notices${newest}.
It was read back and is what was copied. ${devices_sha256 ? DEVICES_INSIDE : keys_sha256 ? KEYS_INSIDE : NO_DEVICES}${registry}${flows}
${faultsOfCopy(findings)}`;
}

const DEVICES_INSIDE = `The devices file is in it, with the keys of all devices:
keep this folder where only you can read it.`;
const KEYS_INSIDE = `No devices file is in it, because the configuration names none; but the keys that were rotated are in it:
keep this folder where only you can read it.`;
const REGISTRY_INSIDE = `The registry is in it, sealed. Its master key is not: without it nobody can read the registry, nor restore it.
Keep a copy of the master key (master.key in the data folder, or where the configuration says) in another place.`;
const FLOWS_INSIDE = `The flows are in it, with their library. flows.key is not: without it the credentials in them must be typed in again.
Keep a copy of flows.key (in the data folder) in another place. What somebody wrote into a node in the clear is in it in
the clear.`;
const NO_DEVICES = `No devices file is in it, because the configuration names none.`;

/** `--restore`. */
export function restoreText(
  journal: string,
  { manifest, findings, devices, keys, registry, flows }: Restored,
): string {
  const { made_at, newest_press_at, presses } = manifest;
  const newest = newest_press_at ? utc(Date.parse(newest_press_at)) : 'none';
  return `Restored to ${journal}: ${number(presses)} presses. The backup was made ${utc(Date.parse(made_at))}; its newest press: ${newest}.

What you should know before you start the gateway:
- It knows nothing of what came after the backup. Presses of that time were delivered, if they were, without a
  trace here; look them up at the platform. A device sends again only what it has no receipt for.
- ${number(findings.openPresses)} presses were not accepted yet when the backup was made. They are offered again, with their old
  ids, by which the platform recognises those that it has.
- Devices connect as before: what they count has gone on, and that is allowed.
- ${DEVICES_FILE[devices]}
${KEYS_FILE[keys]}${REGISTRY_FOLDER[registry]}${FLOWS_FOLDER[flows]}${faultsOfCopy(findings)}`;
}

const ROTATED_SINCE =
  'A device whose key was rotated after the backup can not connect until it is provisioned again over the cable.';

const KEYS_FILE: Record<Restored['keys'], string> = {
  none: '',
  unnamed: '',
  kept: '- keys.json, the rotated keys, stayed as it was: it is newer than the backup.\n',
  copied: `- keys.json, the rotated keys, was restored too. ${ROTATED_SINCE}\n`,
  failed:
    '- keys.json could not be copied to the data folder: copy it yourself before you start.\n',
};

const REGISTRY_FOLDER: Record<Restored['registry'], string> = {
  none: '',
  unnamed: '',
  failed: '',
  kept: '- The registry stayed as it was: it is newer than the backup.\n',
  copied: `- The registry was restored too. It needs the master key with which it was made: put it back to master.key in
  the data folder, or where the configuration says. What was changed after the backup is lost: devices that were
  suspended or retired since can connect again, and one that got a new key since must be provisioned again.\n`,
};

const FLOWS_FOLDER: Record<Restored['flows'], string> = {
  none: '',
  unnamed: '',
  failed: '',
  kept: '- The flows stayed as they were: they are newer than the backup.\n',
  copied: `- The flows were restored too. Put flows.key back to the data folder before you start: without it the credentials in
  them must be typed in again, in the editor.\n`,
};

const DEVICES_FILE: Record<Restored['devices'], string> = {
  none: 'The backup has no devices file.',
  kept: 'Your devices file stayed as it is. The one of the backup is beside its journal.',
  unnamed: 'The backup has a devices file; the configuration names none. Copy it and name it.',
  copied: 'The devices file was restored too.',
  failed: 'The devices file could not be copied to its place: copy it yourself.',
};

function faultsOfCopy(findings: Findings): string {
  if (findings.isSound) return '';
  const codes = [...findings.faults.keys()].join(', ');
  return `The journal had faults when it was copied (${codes}): --check-journal says more.\n`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
}

function utc(at: number | undefined): string {
  return at === undefined ? '' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
