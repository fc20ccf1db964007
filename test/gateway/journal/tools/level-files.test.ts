// LevelDB's files on disk: whole ones are called whole, and a single flipped bit is found, which LevelDB itself passes over.
import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '#gateway/journal/recovering-level.ts';
import { crc32c } from '#gateway/journal/tools/crc32c.ts';
import { checkLevelFiles } from '#gateway/journal/tools/level-files.ts';
import { tempFolder } from '../../temp.ts';

/** Values of every kind: packed and not packed, small and over several blocks. */
async function writeTo(level: Level, from: number): Promise<void> {
  for (let at = 0; at < 300; at++) {
    const value = at % 3 === 0 ? 'x'.repeat(at * 4) : `${Math.sin(at)}`.repeat(at % 40);
    await level.put(`key-${from + at}`, value);
  }
}

/** A closed database with a table that Snappy has packed, and a log. */
async function database(): Promise<string> {
  const folder = await tempFolder();
  const level: Level = new ClassicLevel(folder);
  await writeTo(level, 0);
  await level.compactRange('a', 'z');
  await writeTo(level, 1_000);
  await level.close();
  return folder;
}

async function named(folder: string, end: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.endsWith(end)) as string;
  return join(folder, name);
}

async function flip(file: string, at: number, bit = 1): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] as number) ^ bit;
  await writeFile(file, bytes);
}

describe('the sum', () => {
  it('is CRC-32C: the examples of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe306_9283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a91_36aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8_ab43);
  });
});

describe('the files of LevelDB', () => {
  it('that are whole have no faults, and their size is told', async () => {
    const folder = await database();
    const { bytes, faults, isTornAtEnd } = await checkLevelFiles(folder);
    expect({ faults, isTornAtEnd }).toEqual({ faults: [], isTornAtEnd: false });
    expect(bytes).toBeGreaterThan(100_000);
  });

  it('show every flipped bit of a table', async () => {
    const folder = await database();
    const table = await named(folder, '.ldb');
    const whole = await readFile(table);
    const bit = fc.tuple(fc.nat(whole.length - 1), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(bit, async ([at, shift]) => {
        await flip(table, at, 1 << shift);
        const { faults } = await checkLevelFiles(folder);
        await writeFile(table, whole);
        // The footer is padded with zeros that nobody reads.
        if (at < whole.length - 48) expect(faults).toMatchObject([{ file: expect.any(String) }]);
      }),
      { numRuns: 60 },
    );
  });

  it('show a table without its end, and one of nothing', async () => {
    for (const length of [0, 20, 3_000]) {
      const folder = await database();
      await truncate(await named(folder, '.ldb'), length);
      expect((await checkLevelFiles(folder)).faults).toMatchObject([
        { what: 'the end of a table is missing' },
      ]);
    }
  });

  it('show a flipped bit in the middle of the log', async () => {
    const folder = await database();
    const log = await named(folder, '.log');
    for (const at of [100, 40_000]) {
      await flip(log, at);
      const { faults, isTornAtEnd } = await checkLevelFiles(folder);
      expect(faults.length).toBeGreaterThan(0);
      expect(faults[0]).toMatchObject({ what: 'a record whose sum is wrong' });
      expect(faults[0]?.at).toBeLessThanOrEqual(at);
      expect(isTornAtEnd).toBe(false);
      await flip(log, at);
    }
  });

  it('may end in a write that was cut off, at any byte: that is no fault', async () => {
    const folder = await database();
    const log = await named(folder, '.log');
    const whole = await readFile(log);
    for (const cut of [1, 6, 7, 8, 60, 300]) {
      await writeFile(log, whole.subarray(0, whole.length - cut));
      expect(await checkLevelFiles(folder)).toMatchObject({ faults: [], isTornAtEnd: true });
    }
    await writeFile(log, whole);
    await appendFile(log, Buffer.alloc(500));
    expect(await checkLevelFiles(folder)).toMatchObject({ faults: [], isTornAtEnd: true });
  });
});
