// Parses what is checked: TypeScript sources under the project's settings, or one bundle without any library.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Checked } from './rule.ts';

const CONFIG = fileURLToPath(new URL('../../../tsconfig.json', import.meta.url));

export function parseSources(files: readonly string[]): Checked[] {
  const { config } = ts.readConfigFile(CONFIG, ts.sys.readFile);
  const settings = { ...config, include: [], files: [] };
  const { options } = ts.parseJsonConfigFileContent(settings, ts.sys, dirname(CONFIG), {}, CONFIG);
  const program = ts.createProgram({ rootNames: [...files], options });
  const checker = program.getTypeChecker();
  return files.map((name) => {
    const file = program.getSourceFile(name);
    if (!file) throw new Error(`${name}: can't be read; give the path of an existing file`);
    return { file, checker, kind: 'source' };
  });
}

/** The checker of a bundle resolves names; without a library every global is unknown to it. */
export function parseBundle(code: string, fileName: string): Checked {
  const file = ts.createSourceFile(fileName, code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const host: ts.CompilerHost = {
    fileExists: (name) => name === fileName,
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => 'lib.d.ts',
    getNewLine: () => '\n',
    getSourceFile: (name) => (name === fileName ? file : undefined),
    readFile: () => undefined,
    useCaseSensitiveFileNames: () => true,
    writeFile: () => {},
  };
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
  };
  const program = ts.createProgram({ rootNames: [fileName], options, host });
  return { file, checker: program.getTypeChecker(), kind: 'bundle' };
}
