// Joins the firmware's modules into one piece of JavaScript (ES2015). It stands in the global scope, because on the
// interpreter every function inside another one takes a variable more: 350 of 2,440, measured.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FIRMWARE_VERSION } from '../src/core/settings.ts';
import { unnameClasses } from './class-names.ts';

const VERSION = /FIRMWARE_VERSION = "[^"]*";/;

/**
 * `isModule`: for `require`, which gives what the script hands to `provide`, and is a function already. `version`: in
 * place of FIRMWARE_VERSION.
 */
export async function bundle(
  entry: string,
  isModule = false,
  version = FIRMWARE_VERSION,
): Promise<string> {
  const result = await build({
    // An entry of its own that exports nothing: esbuild's code for exports fails on the interpreter.
    stdin: {
      contents: `import ${JSON.stringify(entry)};`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      sourcefile: 'firmware',
    },
    bundle: true,
    write: false,
    logLevel: 'silent',
    charset: 'ascii',
    target: 'es2015',
    // The interpreter has these: test/firmware/interpreter-language.test.ts.
    supported: { 'nullish-coalescing': true, 'optional-catch-binding': true },
    // As CommonJS for Node, require('Storage') stays a plain call; esbuild's iife would wrap it.
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  const plain = result.outputFiles[0]?.text ?? '';
  const code = plain.replace(VERSION, `FIRMWARE_VERSION = ${JSON.stringify(version)};`);
  const body = unnameClasses(code);
  return isModule
    ? `function provide(service,boards){exports['service']=service;exports['boards']=boards;}\n${body}`
    : body;
}
