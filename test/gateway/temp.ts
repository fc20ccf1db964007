// A fresh folder for one test, removed when the test has ended.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of this text in a fresh folder. */
export async function tempFile(name: string, text: string): Promise<string> {
  const file = join(await tempFolder(), name);
  await writeFile(file, text);
  return file;
}
