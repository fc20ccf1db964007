// Writes callbutton.js and callbutton.d.ts beside it from callbutton.proto: `npm run build:protocol`.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const pbjs = join(
  dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')),
  'bin/pbjs',
);

/** Generates the static code into `folder`. Throws with protobufjs' own message when the proto is wrong. */
export function generate(folder: string): void {
  execFileSync(process.execPath, [
    pbjs,
    '--target',
    'static-module',
    '--wrap',
    'esm',
    '--dts',
    '--force-number',
    '--no-verify',
    '--no-convert',
    '--no-delimited',
    '--no-typeurl',
    '--no-service',
    '--dependency',
    'protobufjs/minimal.js',
    '--out',
    join(folder, 'callbutton.js'),
    join(here, '../callbutton.proto'),
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) generate(here);
