// A day's list: row after row, what is done is left alone, what fails is told and comes again the next time.
import { readFile } from 'node:fs/promises';
import { fileProblem } from '../../system/files.ts';
import { Failure, failureOf } from '../failure.ts';
import { HOME_FIELDS } from '../fields.ts';
import { installOne, type Session } from '../session.ts';
import type { Plan } from '../steps/walk.ts';
import { failureText } from '../view/plain.ts';
import { coverageText } from './coverage.ts';
import { type Row, readList } from './list.ts';

/**
 * 0 when every row of the list is in service, else 1. `port` and `plan` are for what a row doesn't say itself.
 * Errors: LIST_WRONG, FILE_FAILED.
 */
export async function runBatch(
  session: Session,
  path: string,
  plan: Plan,
  port: string | undefined,
): Promise<number> {
  const { installer, world } = session;
  const { texts } = installer;
  const { rows, bad } = readList(await bytesOf(path), texts);
  for (const { line, what } of bad) installer.warn(texts.rowBad(line, what));
  const finished = new Set(
    (await session.states.all())
      .filter(({ in_service_at }) => in_service_at !== undefined)
      .map(({ reference }) => reference),
  );
  let done = 0;
  let failed = 0;
  for (const row of rows) {
    const reference = row.values.reference as string;
    if (finished.has(reference) && !plan.again) {
      installer.note(texts.rowDone(row.line, reference));
      done++;
      continue;
    }
    if (installer.interactive && !(await isNext(session, row))) break;
    const isDone = await installRow(session, row, plan, port);
    if (isDone) done++;
    else failed++;
  }
  const left = rows.length - done - failed;
  installer.note(texts.batchDone(done, failed, bad.length, left));
  world.print(coverageText(await session.api.coverage(), texts));
  return done === rows.length && bad.length === 0 ? 0 : 1;
}

/** False: enough for today. */
async function isNext({ installer }: Session, { values }: Row): Promise<boolean> {
  const { texts } = installer;
  // For the eyes of whoever goes there: it is asked at a terminal only, and stands in no log.
  const who = [values.name, values.address].filter(Boolean).join(', ');
  const question = texts.next(values.reference ?? '', who, values.device_id ?? '');
  const chosen = await installer.choose(question, [
    { value: 'next', label: texts.connectNext },
    { value: 'end', label: texts.endDay },
  ]);
  return chosen === 'next';
}

/** What stops one row doesn't stop the next, except Ctrl-C. */
async function installRow(
  session: Session,
  row: Row,
  plan: Plan,
  port: string | undefined,
): Promise<boolean> {
  const { texts } = session.installer;
  try {
    return await installOne(session, planOf(row, plan), row.values.port ?? port);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'INTERRUPTED') throw failure;
    const reference = row.values.reference ?? '';
    session.installer.warn(texts.rowFailed(row.line, reference, failureText(texts, failure)));
    return false;
  }
}

/** A row's values over those of the flags. */
function planOf({ values }: Row, plan: Plan): Plan {
  const { device_id, group, account, zone, wifi_ssid, wifi_password, main } = values;
  const home = { ...plan.home };
  for (const field of HOME_FIELDS) if (values[field] !== undefined) home[field] = values[field];
  const wifi = {
    ...plan.wifi,
    ...(wifi_ssid === undefined ? {} : { ssid: wifi_ssid }),
    ...(wifi_password === undefined ? {} : { password: wifi_password }),
  };
  return {
    ...plan,
    home,
    ...(device_id === undefined ? {} : { deviceId: device_id }),
    ...(group === undefined ? {} : { group }),
    ...(account === undefined ? {} : { account }),
    ...(zone === undefined ? {} : { zone }),
    ...(main === undefined ? {} : { main }),
    ...(Object.keys(wifi).length === 0 ? {} : { wifi }),
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure('FILE_FAILED', `${path}: ${fileProblem(error).en}`);
  }
}
