// The committed protobuf code is what the .proto file gives.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '#protocol/generated/generate.ts';

const COMMITTED = new URL('../../protocol/generated/', import.meta.url);

describe('protocol/generated', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'callbutton-generated-'));
    generate(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    'callbutton.js',
    'callbutton.d.ts',
  ])('%s is up to date with callbutton.proto', (name) => {
    const fresh = readFileSync(join(folder, name), 'utf8');
    const committed = readFileSync(new URL(name, COMMITTED), 'utf8');
    expect(committed === fresh, 'run `npm run build:protocol` and commit what it writes').toBe(
      true,
    );
  });
});
