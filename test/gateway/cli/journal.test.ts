// The commands that look after the journal, as an operator meets them: what they print, and how they end.
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  isJournalCommand,
  type JournalOptions,
  type JournalPlace,
  runJournalCommand,
} from '#gateway/cli/journal.ts';
import { encodeRows, rowsOf } from '#gateway/journal/tools/rows.ts';
import { Control, controlPath } from '#gateway/management/socket-server.ts';
import { Filled, filledFolder, open } from '../journal/tools/journals.ts';
import { parseCsv } from '../journal/tools/parse-csv.ts';
import { tempFile, tempFolder } from '../temp.ts';

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function run(options: JournalOptions, place: JournalPlace | string): Promise<Ran> {
  const ran = { out: '', err: '' };
  const keep = (stream: 'stdout' | 'stderr', name: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text, ...rest: unknown[]) => {
      ran[name] += text;
      const done = rest.at(-1);
      if (typeof done === 'function') process.nextTick(done);
      return true;
    });
  const spies = [keep('stdout', 'out'), keep('stderr', 'err')];
  try {
    const where = typeof place === 'string' ? { data: place } : place;
    return { code: await runJournalCommand(options, where), ...ran };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** What a running gateway is to these commands: its journal is open, and its control socket answers. */
async function running(): Promise<Filled> {
  const filled = await Filled.start();
  await filled.fill();
  const control = new Control({
    backup: async () => encodeRows(rowsOf(await filled.journal.flush())),
    requests: new Map(),
    log: { info() {}, warn() {}, error() {} },
  });
  await control.start(controlPath({ data: filled.data }));
  onTestFinished(() => control.stop());
  return filled;
}

async function damageTable(data: string): Promise<void> {
  const level = await open(data);
  await level.compactRange('a', 'z');
  await level.close();
  const names = await readdir(join(data, 'journal'));
  const file = join(data, 'journal', names.find((name) => name.endsWith('.ldb')) as string);
  const bytes = await readFile(file);
  bytes[300] = (bytes[300] as number) ^ 1;
  await writeFile(file, bytes);
}

it('an export whose reader leaves, as head does, ends well and says nothing', async () => {
  const filled = await Filled.start();
  await filled.fill();
  await filled.journal.stop();
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((_text, ...rest: unknown[]) => {
      const done = rest.at(-1);
      process.nextTick(() => {
        if (typeof done === 'function') done(gone);
        process.stdout.emit('error', gone);
      });
      return false;
    });
  const swallow = () => {};
  process.stdout.on('error', swallow);
  try {
    expect(await runJournalCommand({ export: '-' }, { data: filled.data })).toBe(0);
  } finally {
    write.mockRestore();
    process.stdout.off('error', swallow);
  }
});

describe('a command of the journal', () => {
  it('is told from a start of the gateway', () => {
    expect(isJournalCommand({})).toBe(false);
    expect(isJournalCommand({ format: 'csv', from: '2026-01-01' })).toBe(false);
    for (const one of [
      { export: '-' },
      { checkJournal: true },
      { repairJournal: true },
      { backup: 'x' },
      { restore: 'x' },
    ] as const) {
      expect(isJournalCommand(one)).toBe(true);
    }
  });

  it('that finds no journal says so, and makes none', async () => {
    const data = await tempFolder();
    for (const options of [
      { export: join(data, 'x') },
      { checkJournal: true },
      { backup: join(data, 'b') },
    ] as const) {
      await expect(run(options, data)).rejects.toMatchObject({ code: 'JOURNAL_MISSING' });
    }
    expect(await readdir(data)).toEqual(['b']);
    expect(await readdir(join(data, 'b'))).toEqual([]);
  });

  it('refuses a journal of another version', async () => {
    for (const [schema, code] of [
      ['1', 'JOURNAL_SCHEMA'],
      ['3', 'JOURNAL_NEWER'],
    ] as const) {
      const data = await filledFolder();
      const level = await open(data);
      if (schema === '1') await level.del('meta!schema');
      else await level.put('meta!schema', schema);
      await level.close();
      await expect(run({ checkJournal: true }, data)).rejects.toMatchObject({ code });
      await expect(run({ export: '-' }, data)).rejects.toMatchObject({ code });
    }
  });
});

describe('--check-journal', () => {
  it('prints what a sound journal holds, and ends with 0', async () => {
    const { code, out } = await run({ checkJournal: true }, await filledFolder());
    expect(code).toBe(0);
    expect(out).toMatch(/presses +60 {3}2 of them not accepted by anybody yet/);
    expect(out).toMatch(/notices +2 {3}1 of them/);
    expect(out).toMatch(/records +\d+ {3}from 2026-01-01 00:00:01 UTC to 2026-01-01 00:00:30 UTC/);
    expect(out).toContain('It is sound');
    expect(out).toMatch(/: [\d.]+ MB on disk/);
  });

  it('names each fault with its code, what it means and what to do, and ends with 1', async () => {
    const data = await filledFolder();
    const level = await open(data);
    await level.del('due!CB-1!00000001!0000003b');
    await level.clear({ gte: 'closed-call!', lt: 'closed-call"' });
    await level.close();
    const { code, out } = await run({ checkJournal: true }, data);
    expect(code).toBe(1);
    expect(out).toMatch(
      /DUE_MISSING, once: .*not offered.*\n {2}What to do: .*telephone.*\n {2}- press CB-1\/1\/59/,
    );
    expect(out).toMatch(/CALL_MISSING, \d\d times:/);
    expect(out).toMatch(/ {2}and \d+ more/);
    expect(out).not.toContain('It is sound');
  });

  it('does not open files with damage in them, and changes nothing', async () => {
    const data = await filledFolder();
    await damageTable(data);
    const files = async () => {
      const names = (await readdir(join(data, 'journal'))).toSorted();
      const read = async (name: string) => readFile(join(data, 'journal', name), 'base64');
      return Promise.all(names.map(async (name) => [name, await read(name)]));
    };
    const before = await files();
    const { code, out } = await run({ checkJournal: true }, data);
    expect(code).toBe(1);
    expect(out).toMatch(
      /FILE_DAMAGED, once: .*\n.*\n {2}- \d+\.ldb, byte \d+: a block whose sum is wrong/,
    );
    expect(out).toContain('It was not opened');
    expect(out).toContain('--restore');
    expect(await files()).toEqual(before);
  });

  it('tells what LevelDB says when it can not open the journal', async () => {
    const data = await filledFolder();
    const names = await readdir(join(data, 'journal'));
    const manifest = names.find((name) => name.startsWith('MANIFEST')) as string;
    await writeFile(join(data, 'journal', manifest), 'nonsense');
    const { code, out } = await run({ checkJournal: true }, data);
    expect(code).toBe(1);
    expect(out).toMatch(/can't open it. It says: .*Corruption/);
    expect(out).toContain('--restore');
    await expect(run({ export: '-' }, data)).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' });
  });

  it('takes a write that was cut off for what it is', async () => {
    const data = await filledFolder('crashed');
    const names = await readdir(join(data, 'journal'));
    const log = names
      .filter((name) => name.endsWith('.log'))
      .sort()
      .at(-1) as string;
    await appendFile(join(data, 'journal', log), Buffer.alloc(40, 7));
    const { code, out } = await run({ checkJournal: true }, data);
    expect(code).toBe(0);
    expect(out).toContain('last write was cut off');
    expect(out).toContain('It is sound');
  });

  it('finds that the log is gone, with all that no table has yet', async () => {
    const data = await filledFolder('crashed');
    for (const name of await readdir(join(data, 'journal'))) {
      if (name.endsWith('.log')) await rm(join(data, 'journal', name));
    }
    const { code, out } = await run({ checkJournal: true }, data);
    expect(code).toBe(1);
    expect(out).toMatch(/FILE_DAMAGED[\s\S]*\.log, byte 0: the log is missing/);
  });

  it('does not disturb a gateway that runs', async () => {
    const filled = await running();
    const check = run({ checkJournal: true }, filled.data);
    await expect(check).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
    // Also when its control socket could not be made.
    await rm(controlPath(filled));
    const again = run({ checkJournal: true }, filled.data);
    await expect(again).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  });
});

describe('--repair-journal', () => {
  const files = async (data: string) => (await readdir(join(data, 'journal'))).toSorted();

  for (const lost of [/^MANIFEST/, /^CURRENT/]) {
    it(`brings everything back when ${lost} is lost, and keeps the damaged journal`, async () => {
      const data = await filledFolder('crashed');
      const name = (await files(data)).find((file) => lost.test(file)) as string;
      await rm(join(data, 'journal', name));
      const check = await run({ checkJournal: true }, data);
      expect(check.code).toBe(1);
      expect(check.out).toContain('--repair-journal');
      const before = await files(data);
      const { code, out } = await run({ repairJournal: true }, data);
      expect(code).toBe(0);
      expect(out).toMatch(/presses +101 {3}22 of them/);
      const [, damaged = ''] = /damaged one is in (.*)\. Delete/.exec(out) ?? [];
      expect(await readdir(data)).toHaveLength(2);
      expect((await readdir(damaged)).filter((file) => !/^LO/.test(file))).toEqual(
        before.filter((one) => !/^LO/.test(one)),
      );
      expect((await run({ checkJournal: true }, data)).code).toBe(0);
    });
  }

  it('does nothing when something would be missing afterwards', async () => {
    const data = await filledFolder();
    await damageTable(data);
    const manifest = (await files(data)).find((name) => name.startsWith('MANIFEST')) as string;
    await writeFile(join(data, 'journal', manifest), 'nonsense');
    const { code, out } = await run({ repairJournal: true }, data);
    expect(code).toBe(1);
    expect(out).toContain('was not repaired');
    expect(out).toContain('FILE_DAMAGED');
    expect(await readdir(data)).toEqual(['journal']);
    expect(await readFile(join(data, 'journal', manifest), 'utf8')).toBe('nonsense');
  });

  it('leaves alone what can be opened, and what a gateway has open', async () => {
    const { code, out } = await run({ repairJournal: true }, await filledFolder());
    expect(code).toBe(0);
    expect(out).toContain('nothing to repair');
    const { data } = await Filled.start();
    const repair = run({ repairJournal: true }, data);
    await expect(repair).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  });
});

describe('--export', () => {
  it('writes a file for its user only, in place of what was there, and says what is in it', async () => {
    const data = await filledFolder();
    const file = await tempFile('presses.csv', 'old');
    const { code, out } = await run({ export: file, format: 'csv' }, data);
    expect(code).toBe(0);
    expect(out).toContain(`60 presses: ${file}`);
    expect(out).toContain('no names and no addresses');
    expect(parseCsv(await readFile(file, 'utf8'))).toHaveLength(61);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(file, '..'))).toEqual(['presses.csv']);
  });

  it('writes to the standard output with nothing else in it', async () => {
    const span = { from: '2026-01-01', to: '2026-01-01T00:00:10Z' };
    const { code, out, err } = await run({ export: '-', ...span }, await filledFolder());
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ type }) => type === 'press')).toHaveLength(20);
    expect(err).toContain('20 presses, 4 events, 0 notices');
  });

  it('works while the gateway runs, and leaves nothing beside the file', async () => {
    const filled = await running();
    const folder = await tempFolder();
    const { code, out } = await run({ export: join(folder, 'x.jsonl') }, filled.data);
    expect(code).toBe(0);
    expect(out).toContain('60 presses, 12 events, 2 notices');
    expect(await readdir(folder)).toEqual(['x.jsonl']);
  });

  it('ends with 1 when something of the journal could not be read', async () => {
    const data = await filledFolder();
    const level = await open(data);
    await level.put('log!000000000003', '{');
    await level.close();
    const { code, err } = await run({ export: '-' }, data);
    expect(code).toBe(1);
    expect(err).toContain('1 records could not be read');
  });

  it('that can not be written says why, and leaves what was there', async () => {
    const data = await filledFolder();
    const nowhere = run({ export: join(data, 'no', 'x.csv') }, data);
    await expect(nowhere).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    const folder = await tempFolder();
    await mkdir(join(folder, 'taken'));
    const taken = run({ export: join(folder, 'taken') }, data);
    await expect(taken).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('refuses a date that is none before it reads anything', async () => {
    const asked = run({ export: '-', from: 'yesterday' }, '/nowhere');
    await expect(asked).rejects.toMatchObject({ code: 'DATE_INVALID' });
  });
});

describe('--backup and --restore', () => {
  it('bring a journal from a gateway that runs to one that starts anew', async () => {
    const filled = await running();
    const devices = await tempFile('devices.yaml', 'devices: []');
    const folder = join(await tempFolder(), 'backup');
    const backup = await run({ backup: folder }, { data: filled.data, devices });
    expect(backup.code).toBe(0);
    expect(backup.out).toContain(
      '60 presses, 12 events, 2 notices, the newest press of 2026-01-01 00:00:30 UTC',
    );
    expect(backup.out).toContain('keys of all devices');
    await filled.take({ seq: 61 });

    const data = join(await tempFolder(), 'data');
    const restore = await run({ restore: folder }, { data, devices });
    expect(restore.code).toBe(0);
    expect(restore.out).toContain('its newest press: 2026-01-01 00:00:30 UTC');
    expect(restore.out).toContain('2 presses were not accepted yet');
    expect(restore.out).toContain('Your devices file stayed');
    expect(restore.out).toContain('recorded of it since the backup plays again');
    const check = await run({ checkJournal: true }, data);
    expect(check.code).toBe(0);
    const again = run({ restore: folder }, { data });
    await expect(again).rejects.toMatchObject({ code: 'RESTORE_WOULD_OVERWRITE' });
    const into = run({ backup: folder }, filled.data);
    await expect(into).rejects.toMatchObject({ code: 'BACKUP_FOLDER_NOT_EMPTY' });
  });

  it('back up a journal on which no gateway runs, and say when it has faults', async () => {
    const data = await filledFolder();
    const level = await open(data);
    await level.del('due!CB-1!00000001!0000003b');
    await level.close();
    const folder = join(await tempFolder(), 'backup');
    const { code, out } = await run({ backup: folder }, data);
    expect(code).toBe(1);
    expect(out).toContain('The journal had faults when it was copied (DUE_MISSING)');
    expect(out).toContain('No devices file is in it');
    const restored = await run({ restore: folder }, await tempFolder());
    expect(restored.code).toBe(1);
    expect(restored.out).toContain('(DUE_MISSING)');
  });

  it('say so when the gateway breaks off, and leave an empty folder', async () => {
    const { data } = await Filled.start();
    const control = new Control({
      backup: async () =>
        (async function* () {
          yield Buffer.alloc(4);
        })(),
      requests: new Map(),
      log: { info() {}, warn() {}, error() {} },
    });
    await control.start(controlPath({ data }));
    onTestFinished(() => control.stop());
    const folder = join(await tempFolder(), 'backup');
    await expect(run({ backup: folder }, data)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('say so when a gateway has the journal and no control socket', async () => {
    const { data } = await Filled.start();
    const folder = join(await tempFolder(), 'backup');
    await expect(run({ backup: folder }, data)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  });
});

it('an operator with a Chinese terminal reads what the journal holds in Chinese', async () => {
  vi.stubEnv('LC_ALL', 'zh_CN.UTF-8');
  vi.resetModules();
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });
  const { exportText } = await import('#gateway/cli/journal-text.ts');
  const exported = { presses: 1_200, events: 2, notices: 0, unreadable: 1 };
  expect(exportText('a.csv', exported)).toBe(
    [
      '按键 1,200 次，事件 2 个，通知 0 条：a.csv',
      '其中有设备编号、时间和您所起的分组名；没有姓名和地址，因为日志库中没有。',
      '1 条记录无法读取，不在其中：可用 --check-journal 查看详情。\n',
    ].join('\n'),
  );
});
