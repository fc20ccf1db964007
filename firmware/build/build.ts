// The command `npm run build:firmware`: builds the script, writes it to firmware/dist, prints its size.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { AIM_BYTES, BUDGET_BYTES, buildFirmware } from './firmware.ts';
import { OUTPUT } from './sources.ts';

try {
  const { code, bytes } = await buildFirmware();
  mkdirSync(dirname(OUTPUT), { recursive: true });
  writeFileSync(OUTPUT, code);
  const path = relative(process.cwd(), OUTPUT);
  console.log(`${path}: ${bytes} of ${BUDGET_BYTES} bytes (aim: ${AIM_BYTES})`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
