// The command `npm run build:firmware`: builds the scripts, writes them to firmware/dist, prints their sizes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { slotFileOf } from '../host/slot-file.ts';
import { buildFirmware, MAX_SCRIPT_BYTES } from './firmware.ts';
import { imageFileOf, payloadOf } from './image.ts';
import { MANIFEST, OUTPUT_FOLDER, ROOT } from './sources.ts';

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}

try {
  const firmware = await buildFirmware();
  const { scripts, loader, version } = firmware;
  for (const script of [loader, ...scripts]) {
    write(script.output, script.code);
    console.log(`${script.output}: ${script.bytes} of ${MAX_SCRIPT_BYTES} bytes, ${script.use}`);
  }
  const image = `call-button-${version}.image`;
  const file = imageFileOf(firmware);
  write(`${OUTPUT_FOLDER}/${image}`, file);
  console.log(`${OUTPUT_FOLDER}/${image}: ${file.length} bytes, for updates`);
  // What `call-button provision --repair` writes to a board.
  const slot = 'slot.bin';
  write(`${OUTPUT_FOLDER}/${slot}`, slotFileOf(version, payloadOf(scripts)));
  const written = { version, loader: basename(loader.output), slot };
  write(MANIFEST, `${JSON.stringify(written, null, 2)}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
