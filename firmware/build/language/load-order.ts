// Rule on calls while the program loads: a function may run only when all that it needs is declared.
import ts from 'typescript';
import { type Named, namedDeclaration } from './order.ts';
import type { Checked, Fault, Rule } from './rule.ts';
import { functionAround, walk, walkOwn } from './walk.ts';

/** The code that runs when a declared name is called or constructed. */
function bodyOf(declaration: Named): ts.Node | undefined {
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  if (!value) return undefined;
  if (ts.isClassLike(value)) return value.members.find(ts.isConstructorDeclaration)?.body;
  return ts.isFunctionLike(value) && 'body' in value ? value.body : undefined;
}

function called(node: ts.Node, about: Checked): Named | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  return namedDeclaration(node.expression, about);
}

/** What the body uses when it runs, directly and through the functions that it calls. */
function needs(declaration: Named, about: Checked, found: Set<Named>): Set<Named> {
  const body = bodyOf(declaration);
  if (!body) return found;
  walkOwn(body, (node) => {
    const used = namedDeclaration(node, about);
    if (!used || found.has(used)) return;
    found.add(used);
    if (called(node.parent, about) === used) needs(used, about, found);
  });
  return found;
}

function* calledTooEarly(about: Checked): Iterable<Fault> {
  const calls: { readonly call: ts.Node; readonly callee: Named }[] = [];
  walk(about.file, (call) => {
    const callee = called(call, about);
    if (callee) calls.push({ call, callee });
  });
  for (const { call, callee } of calls) {
    const scope = functionAround(call);
    for (const needed of needs(callee, about, new Set())) {
      if (functionAround(needed) !== scope || needed.end <= call.getStart(about.file)) continue;
      // A variable whose value is this very call is given only when the call is over.
      const name = needed.name?.getText(about.file) ?? '';
      yield {
        node: call,
        message: `this call needs '${name}', which is declared only further down; nothing is hoisted: move the call down`,
      };
    }
  }
}

export const loadOrderRules: readonly Rule[] = [
  { id: 'no-early-call', only: 'bundle', scan: calledTooEarly },
];
