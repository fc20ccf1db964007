// Waits for time to pass, found in the syntax of a test: too short on a busy machine, and too long on any other.
import ts from 'typescript';

/** Tests that may sleep, each with what no event tells. */
export const MAY_SLEEP: Readonly<Record<string, string>> = {
  'test/gateway/monitoring/metrics.test.ts':
    'the delay of the event loop is measured by a timer of its own, which tells nobody',
  'test/gateway/device-link/storm.test.ts': 'plays a disk that takes its time with each CONNECT',
  'test/support/virtual-cable.ts':
    'a device that has said everything says nothing: only time tells',
};

const TIMERS = /^(node:)?timers\/promises$/;

/** `setTimeout` or `scheduler` of `timers/promises`, by whatever name. */
function importsSleep(node: ts.Node): boolean {
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return false;
  if (!TIMERS.test(node.moduleSpecifier.text)) return false;
  const { namedBindings } = node.importClause ?? {};
  if (namedBindings === undefined || !ts.isNamedImports(namedBindings)) return true;
  return namedBindings.elements.some(({ name, propertyName }) =>
    ['setTimeout', 'scheduler'].includes((propertyName ?? name).text),
  );
}

/** What is given to `setTimeout` when the call is one, also as `globalThis.setTimeout`. */
function givenToTimeout(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && name.text === 'setTimeout' ? node.arguments[0] : undefined;
}

/** The name under which the executor of the promise around it resolves it. */
function resolverAround(node: ts.Node): string | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (!ts.isNewExpression(at) || at.expression.getText() !== 'Promise') continue;
    const executor = at.arguments?.[0];
    if (executor === undefined) return undefined;
    if (!ts.isArrowFunction(executor) && !ts.isFunctionExpression(executor)) return undefined;
    return executor.parameters[0]?.name.getText();
  }
  return undefined;
}

/** A promise that a timer resolves and that nothing else happens in: `new Promise((done) => setTimeout(done, 50))`. */
function isSleep(node: ts.Node): boolean {
  const call = givenToTimeout(node);
  const resolver = call && resolverAround(node);
  if (call === undefined || resolver === undefined) return false;
  if (ts.isIdentifier(call)) return call.text === resolver;
  if (!ts.isArrowFunction(call)) return false;
  return new RegExp(`^\\{?\\s*(void )?${resolver}\\([^()]*\\);?\\s*\\}?$`).test(
    call.body.getText(),
  );
}

/** Each sleep in a file, as `file:line text`; none in a file that may. */
export function sleepsIn(name: string, text: string): string[] {
  if (Object.hasOwn(MAY_SLEEP, name)) return [];
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (importsSleep(node) || isSleep(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${name}:${line + 1} ${node.getText(file).slice(0, 60)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
