// The firmware with a hook before everything that may allocate, where memory can run out as on the interpreter.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import ts from 'typescript';
import type { Device } from '#firmware/src/core/device.ts';
import type { standardSettings } from '#firmware/src/core/settings.ts';
import type { SERVICE } from '#firmware/src/service/service.ts';
import type { ScarceMemory, Site } from './scarce-memory.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the hooks are called in the bundle. */
const HOOKS = 'memoryHooks';

/** Natives of arrays that do their work by halves when an allocation inside fails. */
const HALF_DONE = new Set(['splice', 'push', 'shift', 'unshift', 'set']);

export interface ScarceFirmware {
  Device: typeof Device;
  SERVICE: typeof SERVICE;
  standardSettings: typeof standardSettings;
}

/** The firmware's own modules, bundled for Node. Each call gives modules of their own. */
export async function scarceFirmware(memory: ScarceMemory): Promise<ScarceFirmware> {
  const result = await build({
    stdin: {
      contents: [
        "export { Device } from '#firmware/src/core/device.ts';",
        "export { standardSettings } from '#firmware/src/core/settings.ts';",
        "export { SERVICE } from '#firmware/src/service/service.ts';",
      ].join('\n'),
      resolveDir: ROOT,
      sourcefile: 'scarce-firmware.ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    logLevel: 'silent',
    plugins: [hooking(memory.sites)],
  });
  const module = { exports: {} };
  const code = result.outputFiles[0]?.text ?? '';
  const parameters = ['module', 'exports', HOOKS];
  compileFunction(code, parameters, { filename: 'scarce-firmware.js' })(
    module,
    module.exports,
    memory,
  );
  return module.exports as ScarceFirmware;
}

function hooking(sites: Site[]): Plugin {
  return {
    name: 'hooks where memory can run out',
    setup: (bundler) => {
      bundler.onLoad({ filter: /\/(firmware\/src|protocol\/device)\/.*\.ts$/ }, ({ path }) => {
        const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
          fileName: relative(ROOT, path),
          compilerOptions: {
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.ESNext,
            verbatimModuleSyntax: true,
            useDefineForClassFields: false,
          },
          transformers: { before: [hookEverywhere(sites)] },
        });
        return { contents: outputText, loader: 'js' };
      });
    },
  };
}

/**
 * Before every statement of a function; before and after every call; before every literal that makes an object, an
 * array or a function. Catch clauses let through what no catch of the interpreter stops.
 */
function hookEverywhere(sites: Site[]): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const hooks = factory.createIdentifier(HOOKS);

    const siteOf = (node: ts.Node): ts.Expression => {
      const start = node.getStart(file);
      const text = node.getText(file).split('\n')[0] as string;
      const line = file.getLineAndCharacterOfPosition(start).line + 1;
      sites.push({ file: file.fileName, line: line, text: text.slice(0, 90) });
      return factory.createNumericLiteral(sites.length - 1);
    };
    const call = (name: string, ...parameters: ts.Expression[]) =>
      factory.createCallExpression(
        factory.createPropertyAccessExpression(hooks, name),
        undefined,
        parameters,
      );
    const before = (node: ts.Node) => call('at', siteOf(node));
    const then = (first: ts.Expression, second: ts.Expression) =>
      factory.createParenthesizedExpression(
        factory.createBinaryExpression(first, ts.SyntaxKind.CommaToken, second),
      );

    const isHooked = (statement: ts.Statement) =>
      !ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement);
    const hooked = (statements: ts.NodeArray<ts.Statement>) =>
      statements.flatMap((statement) => {
        const inside = ts.visitNode(statement, visit) as ts.Statement;
        return isHooked(statement)
          ? [factory.createExpressionStatement(before(statement)), inside]
          : [inside];
      });
    /** A branch or the body of a loop that stands without braces gets some. */
    const asBlock = (statement: ts.Statement) =>
      ts.isBlock(statement)
        ? (visit(statement) as ts.Block)
        : factory.createBlock(hooked(factory.createNodeArray([statement])), true);

    const hookedCall = (node: ts.CallExpression): ts.Expression => {
      if (node.expression.kind === ts.SyntaxKind.SuperKeyword) {
        return ts.visitEachChild(node, visit, context);
      }
      const callee = node.expression;
      if (ts.isPropertyAccessExpression(callee) && HALF_DONE.has(callee.name.text)) {
        const target = ts.visitNode(callee.expression, visit) as ts.Expression;
        const given = node.arguments.map(
          (argument) => ts.visitNode(argument, visit) as ts.Expression,
        );
        const name = factory.createStringLiteral(callee.name.text);
        return call('native', siteOf(node), target, name, ...given);
      }
      const first = before(node);
      return call('value', siteOf(node), then(first, ts.visitEachChild(node, visit, context)));
    };

    const visit = (node: ts.Node): ts.Node => {
      if (ts.isTypeNode(node)) return node;
      if (ts.isBlock(node)) return factory.updateBlock(node, hooked(node.statements));
      if (ts.isCaseClause(node)) {
        const expression = ts.visitNode(node.expression, visit) as ts.Expression;
        return factory.updateCaseClause(node, expression, hooked(node.statements));
      }
      if (ts.isDefaultClause(node)) {
        return factory.updateDefaultClause(node, hooked(node.statements));
      }
      if (ts.isIfStatement(node)) {
        const condition = ts.visitNode(node.expression, visit) as ts.Expression;
        const other = node.elseStatement && asBlock(node.elseStatement);
        return factory.updateIfStatement(node, condition, asBlock(node.thenStatement), other);
      }
      if (ts.isIterationStatement(node, false)) {
        const body = node.statement;
        return ts.visitEachChild(
          node,
          (child) => (child === body ? asBlock(body) : visit(child)),
          context,
        );
      }
      if (ts.isCatchClause(node)) {
        const declared = node.variableDeclaration ?? factory.createVariableDeclaration('problem');
        const name = declared.name as ts.Identifier;
        const first = factory.createExpressionStatement(call('caught', name));
        const block = factory.createBlock([first, ...hooked(node.block.statements)], true);
        return factory.updateCatchClause(node, declared, block);
      }
      if (ts.isTryStatement(node) && node.finallyBlock) {
        throw new Error(
          `${file.fileName}: finally isn't run after a break-off, and isn't hooked yet`,
        );
      }
      if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
        const { modifiers, typeParameters, parameters, type, equalsGreaterThanToken } = node;
        const body = then(before(node.body), ts.visitNode(node.body, visit) as ts.Expression);
        return then(
          before(node),
          factory.updateArrowFunction(
            node,
            modifiers,
            typeParameters,
            parameters,
            type,
            equalsGreaterThanToken,
            body,
          ),
        );
      }
      if (ts.isCallExpression(node)) return hookedCall(node);
      if (ts.isNewExpression(node)) {
        const first = before(node);
        return call('value', siteOf(node), then(first, ts.visitEachChild(node, visit, context)));
      }
      const makes =
        ts.isObjectLiteralExpression(node) ||
        ts.isArrayLiteralExpression(node) ||
        ts.isArrowFunction(node) ||
        ts.isFunctionExpression(node);
      const inside = ts.visitEachChild(node, visit, context);
      return makes ? then(before(node), inside as ts.Expression) : inside;
    };

    /** Only in functions: what runs while the modules load is not what a press meets. */
    const enter = (node: ts.Node): ts.Node => {
      const isFunction =
        ts.isMethodDeclaration(node) ||
        ts.isConstructorDeclaration(node) ||
        ts.isFunctionDeclaration(node) ||
        ts.isArrowFunction(node);
      if (!isFunction) return ts.visitEachChild(node, enter, context);
      if (ts.isArrowFunction(node)) return visit(node);
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, enter, context);
  };
}
