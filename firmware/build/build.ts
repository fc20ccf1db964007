// The command `npm run build:firmware`: builds the scripts, writes them to firmware/dist, prints their sizes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildFirmware, MAX_SCRIPT_BYTES } from './firmware.ts';
import { MANIFEST, ROOT } from './sources.ts';

function write(path: string, text: string): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}

try {
  const { scripts } = await buildFirmware();
  for (const script of scripts) {
    write(script.output, script.code);
    console.log(`${script.output}: ${script.bytes} of ${MAX_SCRIPT_BYTES} bytes, ${script.use}`);
  }
  // What `call-button provision --repair` writes to a board.
  const list = scripts.map(({ file, output }) => ({ file, script: basename(output) }));
  write(MANIFEST, `${JSON.stringify(list, null, 2)}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
