// Compiles what `npm pack` packs: dist/, JavaScript that runs without the tools of development.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');

/** What the compiler leaves where it is: code that is JavaScript already, and the library of scenarios. */
const COPIED = [
  'protocol/generated/callbutton.js',
  'simulator/scenarios',
  'gateway/flows/child',
  'gateway/flows/nodes',
  'gateway/desk/page/dist',
  // What `provision --repair` writes to a board.
  'firmware/dist',
];

/** Tools of development: they measure and break the gateway from its source. */
const LEFT_OUT = [
  'firmware/build',
  'simulator/bench',
  'simulator/board',
  'simulator/torture',
  'simulator/updates',
  'simulator/year',
];

for (const build of ['firmware/build/build.ts', 'gateway/build/page.ts']) {
  execFileSync(process.execPath, ['--import', 'tsx', build], { cwd: ROOT, stdio: 'inherit' });
}
rmSync(DIST, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const project = fileURLToPath(new URL('./tsconfig.json', import.meta.url));
execFileSync(process.execPath, [tsc, '--project', project], { cwd: ROOT, stdio: 'inherit' });
for (const path of COPIED) {
  mkdirSync(dirname(join(DIST, path)), { recursive: true });
  cpSync(join(ROOT, path), join(DIST, path), { recursive: true });
}
for (const path of LEFT_OUT) rmSync(join(DIST, path), { recursive: true, force: true });

const { name, version, type, imports } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
/** `#protocol/seal.ts` leads to `protocol/seal.js` beside it: Node takes the nearest package.json. */
const compiled = Object.fromEntries(
  Object.keys(imports as Record<string, string>).flatMap((pattern) => {
    const folder = pattern.slice(1, -2);
    if (!existsSync(join(DIST, folder))) return [];
    return [
      [`#${folder}/*.ts`, `./${folder}/*.js`],
      [`#${folder}/*`, `./${folder}/*`],
    ];
  }),
);
const description = { name, version, private: true, type, imports: compiled };
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
chmodSync(join(DIST, 'gateway/cli/bin.js'), 0o755);
