// The command `npm run build:firmware`: builds the scripts, writes them to firmware/dist, prints their sizes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildFirmware, MAX_SCRIPT_BYTES, type Script } from './firmware.ts';
import { OUTPUTS, ROOT } from './sources.ts';

function write(path: string, { code, bytes }: Script, when: string): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), code);
  console.log(`${path}: ${bytes} of ${MAX_SCRIPT_BYTES} bytes, ${when}`);
}

try {
  const firmware = await buildFirmware();
  write(OUTPUTS.main, firmware.main, 'runs all the time');
  write(OUTPUTS.service, firmware.service, 'loaded when needed');
  write(OUTPUTS.console, firmware.console, 'loaded for a line');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
