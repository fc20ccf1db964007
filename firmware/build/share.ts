// Says once what a script says often: long texts, and some words of the language. A text that gets a name takes two or
// three variables on the interpreter.
import ts from 'typescript';

/** Letters that must be saved by a text or a name that gets a variable. */
const WORTH_IT = 6;
/** A short name, and its declaration with a comma and `=`. */
const NAME_LETTERS = 1;
const DECLARATION_LETTERS = NAME_LETTERS + 2;

/** Never given anew, and its functions need no `this` on the interpreter. */
const GLOBALS = [
  ...['Uint8Array', 'Math.floor', 'Math.round', 'null', 'String.fromCharCode', 'process.env.BOARD'],
  ...['require', 'setTimeout', 'digitalWrite', 'console.log', '1/0'],
];

/** A property that is read everywhere. */
const LENGTH = "'length'";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The texts and names that may be said by a variable, where they stand. */
function found(file: ts.SourceFile): Map<string, ts.Node[]> {
  const uses = new Map<string, ts.Node[]>();
  const visit = (node: ts.Node) => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'length') {
      uses.set(LENGTH, [...(uses.get(LENGTH) ?? []), node]);
    }
    const text = node.getText(file);
    const isShared = ts.isStringLiteral(node) ? isValue(node) : isGlobal(node, text);
    if (isShared) uses.set(text, [...(uses.get(text) ?? []), node]);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

function isGlobal({ parent }: ts.Node, text: string): boolean {
  return (
    GLOBALS.includes(text) && !(ts.isPropertyAccessExpression(parent) && parent.name.text === text)
  );
}

/** Not the name of a property, and not a directive. */
function isValue(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isExpressionStatement(parent);
}

/** `a.length` becomes `a[name]`. */
function place(node: ts.Node, name: string, file: ts.SourceFile): Edit {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'length'
    ? { start: node.expression.end, end: node.end, text: `[${name}]` }
    : { start: node.getStart(file), end: node.end, text: name };
}

/** Means the same. */
export function share(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true);
  const edits: Edit[] = [];
  const declared: string[] = [];
  for (const [text, nodes] of found(file)) {
    const letters = nodes.length * (text.length - NAME_LETTERS) - text.length - DECLARATION_LETTERS;
    if (letters < WORTH_IT) continue;
    const name = `shared$${declared.length}`;
    declared.push(`${name}=${text}`);
    for (const node of nodes) edits.push(place(node, name, file));
  }
  let result = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    // `case"a"` needs no blank, a name does.
    result = `${result.slice(0, start)} ${text} ${result.slice(end)}`;
  }
  return declared.length === 0 ? result : `let ${declared.join(',')};${result}`;
}
