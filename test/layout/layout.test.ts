// The layout of the project: floors, cycles, the top level, first lines and lengths.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultsOf, filesOf, isSource, strangersAtTop } from './files.ts';
import { brokenFloors, GATEWAY_ROOT, ROOMS } from './floors.ts';
import { packedIdioms } from './idioms.ts';
import { findCycle, importsOf } from './imports.ts';
import { lostDocuments } from './references.ts';
import { MAY_SLEEP, sleepsIn } from './sleeps.ts';
import { MAY_WRITE, strangeWriters } from './writers.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const files = filesOf(ROOT);
const imports = importsOf(ROOT, files);

describe('the imports', () => {
  it('are read: the gateway has some', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports).toContainEqual({
      from: 'gateway/main.ts',
      to: 'gateway/config/index.ts',
      kind: 'ours',
      dynamic: false,
    });
  });

  it('lead to files that are there', () => {
    const lost = imports.filter(({ to, kind }) => kind === 'ours' && !existsSync(join(ROOT, to)));
    expect(lost).toEqual([]);
  });

  it('have no cycle', () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  it('only go down the floors', () => {
    expect(brokenFloors(imports)).toEqual([]);
  });

  it('never load Node-RED: only the process of the flows does, which is no TypeScript', () => {
    const packages = imports.filter(({ kind }) => kind === 'package');
    expect(packages.filter(({ to }) => to.includes('node-red'))).toEqual([]);
  });

  it('take packages that package.json names, and only runtime ones outside tests, builds and what is built', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    const isForTools = (from: string) =>
      /^(test|firmware\/build|gateway\/build|gateway\/desk\/page|protocol\/generated|simulator\/bench)\//.test(
        from,
      );
    const unnamed = imports.filter(({ from, to, kind }) => {
      if (kind !== 'package') return false;
      const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to.split('/')[0];
      const known = isForTools(from) ? { ...dependencies, ...devDependencies } : dependencies;
      return !Object.hasOwn(known, name as string);
    });
    expect(unnamed).toEqual([]);
  });
});

describe('the folders', () => {
  it('at the top level are those of the design and no others', () => {
    expect(strangersAtTop(files)).toEqual([]);
  });

  it('of the gateway are its floors, and its root has the root files only', () => {
    const inGateway = files.filter((file) => /^gateway\/.*\.ts$/.test(file));
    const rooms = new Set(inGateway.filter((file) => file.split('/').length > 2));
    for (const file of rooms) {
      expect(['domain', ...Object.keys(ROOMS)]).toContain(file.split('/')[1]);
    }
    expect(inGateway.filter((file) => !rooms.has(file)).sort()).toEqual([...GATEWAY_ROOT].sort());
  });
});

describe('a source file', () => {
  it('packs neither a literal into a literal nor several values into one statement', () => {
    const sources = files.filter(isSource);
    expect(
      sources.flatMap((file) => packedIdioms(file, readFileSync(join(ROOT, file), 'utf8'))),
    ).toEqual([]);
  });

  it('of a test waits for what happens, and not for time to pass', () => {
    const tests = files.filter((file) => file.startsWith('test/') && isSource(file));
    expect(tests.flatMap((file) => sleepsIn(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual(
      [],
    );
    for (const file of Object.keys(MAY_SLEEP)) expect(tests).toContain(file);
  });

  it('names no document in its comments that is not in the repository', () => {
    const lost = files.filter(isSource).flatMap((file) => {
      const names = lostDocuments(readFileSync(join(ROOT, file), 'utf8'), files);
      return names.map((name) => `${file}: ${name}`);
    });
    expect(lost).toEqual([]);
  });

  it('tells its job in the first line and has at most 500 lines', () => {
    const sources = files.filter(isSource);
    expect(sources.length).toBeGreaterThan(50);
    expect(
      sources.flatMap((file) => faultsOf(file, readFileSync(join(ROOT, file), 'utf8'))),
    ).toEqual([]);
  });
});

describe('what must survive a power cut', () => {
  it('is written in one way, which syncs the file and its folder', () => {
    const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
    expect(files.filter(isSource).flatMap((file) => strangeWriters(file, read(file)))).toEqual([]);
  });

  it('and who may write otherwise is there', () => {
    expect(Object.keys(MAY_WRITE).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
