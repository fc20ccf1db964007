// Rules on classes: the interpreter knows them one level deep, without fields and without static inheritance.
import ts from 'typescript';
import { BUILT_IN_CLASSES, RESERVED_MEMBERS } from './names.ts';
import { type Checked, type Rule, rule } from './rule.ts';
import { baseOf, classOf, symbolOf } from './walk.ts';

const PLAIN_WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

function isStatic(member: ts.ClassElement): boolean {
  if (!ts.canHaveModifiers(member)) return false;
  return ts.getModifiers(member)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

/** That all instances share it doesn't matter: a number, text, truth value or null, or a variable that holds one. */
function isPlain(value: ts.Expression | undefined, about: Checked): boolean {
  if (value === undefined) return false;
  if (ts.isIdentifier(value)) {
    const declared = symbolOf(value, about)?.valueDeclaration;
    const held = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    return held !== undefined && !ts.isIdentifier(held) && isPlain(held, about);
  }
  if (ts.isPrefixUnaryExpression(value)) return isPlain(value.operand, about);
  if (ts.isBinaryExpression(value))
    return isPlain(value.left, about) && isPlain(value.right, about);
  return ts.isLiteralExpression(value) || PLAIN_WORDS.has(value.kind);
}

/** esbuild drops a source's fields without a value and moves static ones behind the class; `fields.ts` makes plain ones. */
function isBadField(node: ts.Node, about: Checked): boolean {
  if (!ts.isPropertyDeclaration(node)) return false;
  if (isStatic(node)) return about.kind === 'bundle' && node.initializer === undefined;
  return about.kind === 'bundle'
    ? !isPlain(node.initializer, about)
    : node.initializer !== undefined;
}

function baseClass(node: ts.Node, about: Checked): ts.ClassLikeDeclaration | undefined {
  const base = ts.isClassLike(node) ? baseOf(node) : undefined;
  return base && classOf(base, about);
}

function extendsBuiltIn(node: ts.Node, about: Checked): boolean {
  const base = ts.isClassLike(node) ? baseOf(node) : undefined;
  return (
    base !== undefined &&
    ts.isIdentifier(base) &&
    BUILT_IN_CLASSES.has(base.text) &&
    classOf(base, about) === undefined
  );
}

function isBadMemberName(node: ts.Node): boolean {
  const inClass = ts.isClassElement(node) && ts.isClassLike(node.parent);
  if (!inClass && !ts.isAccessor(node)) return false;
  if (node.name === undefined) return false;
  return ts.isStringLiteral(node.name) || ts.isNumericLiteral(node.name)
    ? true
    : ts.isIdentifier(node.name) && RESERVED_MEMBERS.has(node.name.text);
}

export const classRules: readonly Rule[] = [
  rule('no-private-name', '#private is a syntax error; use private', ts.isPrivateIdentifier),
  rule(
    'no-class-field',
    'a field is evaluated once and shared between all instances; assign it in the constructor',
    isBadField,
  ),
  rule(
    'no-static-block',
    'static blocks are a syntax error; put the code behind the class',
    ts.isClassStaticBlockDeclaration,
  ),
  rule(
    'no-super-member',
    'super.method() recurses for ever in deeper classes and fails in arrows; give the method another name',
    (node) =>
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      node.expression.kind === ts.SyntaxKind.SuperKeyword,
  ),
  rule(
    'no-deep-class',
    'a class hierarchy may be one level deep: this base extends another class',
    (node, about) => {
      const base = baseClass(node, about);
      return base !== undefined && baseOf(base) !== undefined;
    },
  ),
  rule(
    'no-inherited-static',
    'static members are not inherited: move the statics of the base class into functions',
    (node, about) => baseClass(node, about)?.members.some(isStatic) ?? false,
  ),
  rule(
    'no-built-in-base',
    'extending a built-in class breaks its constructor; hold one as a member, or throw an Error with a code',
    extendsBuiltIn,
  ),
  rule('no-computed-base', 'a base class must be a plain name', (node) => {
    const base = ts.isClassLike(node) ? baseOf(node) : undefined;
    return base !== undefined && !ts.isIdentifier(base);
  }),
  rule(
    'no-named-class-expression',
    "the name of a class expression isn't bound inside it; declare the class, or leave out the name",
    (node) => ts.isClassExpression(node) && node.name !== undefined,
  ),
  rule(
    'no-reserved-name',
    "this name is a syntax error here: a class member needs a plain name that is no keyword, and a variable can't be 'of'",
    (node) =>
      isBadMemberName(node) ||
      ((ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node)) &&
        node.name !== undefined &&
        ts.isIdentifier(node.name) &&
        node.name.text === 'of'),
  ),
];
