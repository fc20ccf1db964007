// What the commands of the journal print.
import { CALL_STAGES } from '../domain/call.ts';
import type { Backup } from '../journal/tools/backup.ts';
import type { Exported } from '../journal/tools/export.ts';
import type { Findings } from '../journal/tools/findings.ts';
import type { FilesFound } from '../journal/tools/level-files.ts';
import type { Repaired } from '../journal/tools/repair.ts';
import type { Restored, RestoredFile } from '../journal/tools/restore.ts';
import { aligned } from '../messages/aligned.ts';
import { FILE_DAMAGE, JOURNAL, JOURNAL_FAULTS } from '../messages/journal.ts';
import { languageOf } from '../messages/language.ts';
import { sentenceIn, textsIn } from '../messages/sentence.ts';

const language = languageOf(process.env);
const texts = textsIn(JOURNAL, language);
const faultTexts = textsIn(JOURNAL_FAULTS, language);

/** How many places are told of one fault. */
const MAX_PLACES = 10;

export const NOT_OPENED = texts.notOpened;

/** When LevelDB itself gives up. */
export const unreadableText = texts.unreadable;

/** `--check-journal`: what was found, or why the journal was not opened. */
export function checkText(folder: string, files: FilesFound, found: Findings | string): string {
  const blocks = [texts.size(folder, megabytes(files.bytes))];
  if (files.faults.length > 0) blocks.push(filesText(files.faults));
  if (typeof found === 'string') {
    blocks.push(found);
  } else {
    blocks.push(countsText(found));
    if (!found.isSound) blocks.push(faultsText(found));
  }
  if (files.isTornAtEnd) blocks.push(texts.torn);
  if (files.faults.length === 0 && typeof found !== 'string' && found.isSound) {
    blocks.push(texts.sound);
  }
  return `${blocks.join('\n\n')}\n`;
}

function filesText(faults: FilesFound['faults']): string {
  const places = faults.map(({ file, at, what }) =>
    texts.place(file, at, sentenceIn(FILE_DAMAGE, what)[language]),
  );
  const { means, toDo } = faultTexts.FILE_DAMAGED;
  return faultText('FILE_DAMAGED', { count: faults.length, means, toDo, places });
}

function countsText(found: Findings): string {
  const { openPresses, openNotices, calls, oldestAt, newestAt } = found;
  const { counted, notAccepted, otherEvents, span } = texts;
  const stages = CALL_STAGES.map((stage) => `${texts.stage[stage]} ${number(calls[stage])}`);
  const all = CALL_STAGES.reduce((sum, stage) => sum + calls[stage], 0);
  const rows: [string, number, string][] = [
    [counted.presses, found.presses, notAccepted(number(openPresses))],
    [counted.calls, all, stages.join(', ')],
    [counted.events, found.events, otherEvents],
    [counted.notices, found.notices, notAccepted(number(openNotices))],
    [counted.devices, found.devices, ''],
    [counted.records, found.records, oldestAt ? span(utc(oldestAt), utc(newestAt)) : ''],
  ];
  return aligned(
    rows.map(([what, count, remark]) => [`  ${what}`, number(count).padStart(12), ` ${remark}`]),
  );
}

function faultsText({ faults }: Findings): string {
  return [...faults]
    .map(([code, { count, examples }]) =>
      faultText(code, { count, ...faultTexts[code], places: examples }),
    )
    .join('\n\n');
}

function faultText(
  code: string,
  fault: { count: number; means: string; toDo: string; places: readonly string[] },
): string {
  const { count, means, toDo } = fault;
  const places = fault.places.slice(0, MAX_PLACES);
  const unlisted = count > places.length ? [`  ${texts.more(number(count - places.length))}`] : [];
  return [
    texts.fault(code, count, means),
    `  ${texts.toDo(toDo)}`,
    ...places.map((place) => `  - ${place}`),
    ...unlisted,
  ].join('\n');
}

/** `--check-journal`: the registry beside it. */
export function registryText(
  folder: string,
  found: { devices: number; homes: number; tokens: number; records: number; damaged: string[] },
): string {
  const { devices, homes, tokens, records, damaged } = found;
  const counts = [devices, homes, tokens, records].map(number) as [string, string, string, string];
  const head = `\n${texts.registry(folder)} ${texts.registryCounts(...counts)}`;
  if (damaged.length === 0) return `${head} ${texts.registrySound}\n`;
  const fault = { count: damaged.length, ...texts.registryRows, places: damaged };
  return `${head}\n\n${faultText('REGISTRY_UNREADABLE', fault)}\n`;
}

/** Its files are damaged: it was not opened. */
export function registryFilesText(folder: string, faults: FilesFound['faults']): string {
  return `\n${texts.registry(folder)}\n\n${filesText(faults)}\n`;
}

/** `--repair-journal`. */
export function repairText(folder: string, repaired: Repaired): string {
  if (repaired.outcome === 'not needed') return `${texts.notNeeded(folder)}\n`;
  if (repaired.outcome === 'repaired') {
    const counts = countsText(repaired.findings);
    const blocks = [texts.repaired(folder), counts, texts.damagedIsIn(repaired.damaged)];
    return `${blocks.join('\n\n')}\n`;
  }
  const { files, findings } = repaired;
  const blocks = [texts.notRepaired(folder)];
  if (files.faults.length > 0) blocks.push(filesText(files.faults));
  if (findings === undefined) blocks.push(texts.notReadToEnd);
  else if (!findings.isSound) blocks.push(faultsText(findings));
  blocks.push(texts.unchanged);
  return `${blocks.join('\n\n')}\n`;
}

/** `--export`. */
export function exportText(to: string, exported: Exported): string {
  const { presses, events, notices, unreadable } = exported;
  const eventsText = events + notices > 0 ? texts.eventsToo(number(events), number(notices)) : '';
  const what = `${texts.presses(number(presses))}${eventsText}`;
  const lines = [texts.exported(what, to), texts.exportHolds];
  if (unreadable > 0) lines.push(texts.unreadRecords(number(unreadable)));
  return `${lines.join('\n')}\n`;
}

/** `--backup`. */
export function backupText(folder: string, { manifest, findings }: Backup): string {
  const { presses, events, notices, newest_press_at, devices_sha256, keys_sha256 } = manifest;
  const counts = `${texts.presses(number(presses))}${texts.eventsToo(number(events), number(notices))}`;
  const newest = newest_press_at ? texts.newestPress(utc(Date.parse(newest_press_at))) : '';
  const keys = keys_sha256 ? texts.keysInside : texts.noDevices;
  const lines = [
    `${texts.backup(folder)}${counts}${newest}.`,
    `${texts.readBack} ${devices_sha256 ? texts.devicesInside : keys}`,
  ];
  if (manifest.registry !== null) lines.push(texts.registryInside);
  if (manifest.flows !== null) lines.push(texts.flowsInside);
  return `${[...lines, ...faultsOfCopy(findings)].join('\n')}\n`;
}

/** `--restore`. */
export function restoreText(journal: string, restored: Restored): string {
  const { manifest, findings, devices } = restored;
  const { made_at, newest_press_at, presses } = manifest;
  const newest = newest_press_at ? utc(Date.parse(newest_press_at)) : texts.none;
  const restoredLines = [
    texts.devicesFile[devices],
    wordOf(texts.keysFile, restored.keys),
    wordOf(texts.registryFolder, restored.registry),
    wordOf(texts.flowsFolder, restored.flows),
  ];
  return `${texts.restored(journal, number(presses), utc(Date.parse(made_at)), newest)}

${[
  texts.beforeStart(number(findings.openPresses)),
  ...restoredLines.filter((line) => line !== undefined).map((line) => `- ${line}`),
  ...faultsOfCopy(findings),
].join('\n')}
`;
}

/** Undefined: there is nothing to say, as of what the backup does not have. */
function wordOf(words: Partial<Record<RestoredFile, string>>, file: RestoredFile) {
  return words[file];
}

function faultsOfCopy(findings: Findings): string[] {
  if (findings.isSound) return [];
  return [texts.faultyCopy([...findings.faults.keys()].join(', '))];
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
