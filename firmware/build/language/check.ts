// The language check: tells what in the sources or in the bundle the interpreter would not run as written.
import { relative } from 'node:path';
import ts from 'typescript';
import { parseBundle, parseSources } from './program.ts';
import type { Checked, Fault, Finding, Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { walk } from './walk.ts';

/** Checks TypeScript files; types are taken from the project's settings and the files' imports. */
export function checkSource(files: readonly string[]): Finding[] {
  if (files.length === 0) return [];
  return parseSources(files).flatMap(check);
}

/** Checks the JavaScript that goes onto the board; `fileName` only names it in the findings. */
export function checkBundle(code: string, fileName = 'bundle.js'): Finding[] {
  return check(parseBundle(code, fileName));
}

function check(about: Checked): Finding[] {
  const findings: Finding[] = syntaxErrors(about);
  const rules = RULES.filter((rule) => rule.only === undefined || rule.only === about.kind);
  walk(about.file, (node) => {
    for (const rule of rules) {
      const message = rule.node?.(node, about);
      if (message !== undefined) findings.push(place(rule, { node, message }, about));
    }
  });
  for (const rule of rules) {
    for (const fault of rule.scan?.(about) ?? []) findings.push(place(rule, fault, about));
  }
  return findings.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A file that doesn't parse would otherwise pass, with half of it unseen. */
function syntaxErrors(about: Checked): Finding[] {
  const { parseDiagnostics } = about.file as ts.SourceFile & {
    readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return (parseDiagnostics ?? []).map((error) => ({
    ...spot(about.file, error.start),
    rule: 'syntax',
    message: ts.flattenDiagnosticMessageText(error.messageText, ' '),
  }));
}

function place(rule: Rule, fault: Fault, about: Checked): Finding {
  const position = fault.position ?? fault.node.getStart(about.file);
  return { ...spot(about.file, position), rule: rule.id, message: fault.message };
}

function spot(file: ts.SourceFile, position: number) {
  const { line, character } = file.getLineAndCharacterOfPosition(position);
  const path = relative(process.cwd(), file.fileName);
  const name = path.startsWith('..') ? file.fileName : path;
  return { file: name, line: line + 1, column: character + 1 };
}
