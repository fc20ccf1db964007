// The command `npm run build:firmware`: builds the scripts, writes them to firmware/dist, prints their sizes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AIM_BYTES, BUDGET_BYTES, buildFirmware, SERVICE_BUDGET_BYTES } from './firmware.ts';
import { OUTPUTS, ROOT } from './sources.ts';

function write(path: string, code: string, figures: string): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), code);
  console.log(`${path}: ${figures}`);
}

try {
  const { main, service, console: lines } = await buildFirmware();
  write(OUTPUTS.main, main.code, `${main.bytes} of ${BUDGET_BYTES} bytes (aim: ${AIM_BYTES})`);
  const loaded = `${service.bytes} of ${SERVICE_BUDGET_BYTES} bytes, loaded when needed`;
  write(OUTPUTS.service, service.code, loaded);
  const perLine = `${lines.bytes} of ${SERVICE_BUDGET_BYTES} bytes, loaded for a line`;
  write(OUTPUTS.console, lines.code, perLine);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
