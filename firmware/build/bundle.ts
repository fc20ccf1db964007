// Joins the firmware's modules into one piece of JavaScript (ES2015) that leaves nothing in the global scope.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { unnameClasses } from './class-names.ts';

export async function bundle(entry: string): Promise<string> {
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
    // As CommonJS for Node, require('Storage') stays a plain call; esbuild's iife would wrap it.
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  const code = result.outputFiles[0]?.text ?? '';
  return `(function(){\n${unnameClasses(code)}\n})();\n`;
}
