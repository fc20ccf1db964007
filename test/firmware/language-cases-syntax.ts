// Cases of the language check: syntax, and how the code is written down.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the snippets contain templates.
import { cases } from './language-case.ts';

const everywhere = cases([
  [
    'no-default-parameter',
    'function f(a, b = 2) { return a + b; } print(f(1));',
    'function f(a, b) { return a + (b === undefined ? 2 : b); } print(f(1));',
    '3',
  ],
  [
    'no-rest',
    'function f(...a) { return a.length; } print(f(1, 2));',
    'function f(a) { return a.length; } print(f([1, 2]));',
    '2',
  ],
  [
    'no-spread',
    'const a = [1, 2]; print([0, ...a].length);',
    'const a = [1, 2]; print([0].concat(a).length);',
    '3',
  ],
  [
    'no-spread',
    'const a = [1, 2]; print(Math.max(...a));',
    'const a = [1, 2]; print(Math.max.apply(null, a));',
    '2',
  ],
  [
    'no-spread',
    'const a = { x: 1 }; const b = { ...a }; print(b.x);',
    'const a = { x: 1 }; const b = Object.assign({}, a); print(b.x);',
    '1',
  ],
  [
    'no-destructuring',
    'const { x } = { x: 1 }; print(x);',
    'const o = { x: 1 }; const x = o.x; print(x);',
    '1',
  ],
  ['no-destructuring', 'const [x] = [1]; print(x);', 'const x = [1][0]; print(x);', '1'],
  [
    'no-destructuring',
    'function f({ x }) { return x; } print(f({ x: 1 }));',
    'function f(o) { return o.x; } print(f({ x: 1 }));',
    '1',
  ],
  ['no-destructuring', 'let x; [x] = [5]; print(x);', 'let x; x = [5][0]; print(x);', '5'],
  [
    'no-destructuring',
    'for (const [k, v] of Object.entries({ a: 1 })) print(k + v);',
    'for (const e of Object.entries({ a: 1 })) print(e[0] + e[1]);',
    'a1',
  ],
  ['no-optional-chain', 'let a; print(a?.b);', 'let a; print(a && a.b);', 'undefined'],
  [
    'no-optional-chain',
    'const a = {}; print(a.f?.());',
    'const a = {}; print(a.f ? a.f() : undefined);',
    'undefined',
  ],
  ['no-logical-assignment', 'let a; a ??= 3; print(a);', 'let a; a = a ?? 3; print(a);', '3'],
  [
    'no-logical-assignment',
    'let a = 0; a ||= 3; print(a);',
    'let a = 0; a = a || 3; print(a);',
    '3',
  ],
  [
    'no-logical-assignment',
    'let a = 1; a &&= 3; print(a);',
    'let a = 1; a = a && 3; print(a);',
    '3',
  ],
  ['no-power-operator', 'print(2 ** 3);', 'print(Math.pow(2, 3));', '8'],
  ['no-power-operator', 'let a = 2; a **= 3; print(a);', 'let a = 2; a *= 4; print(a);', '8'],
  [
    'no-async',
    'async function f() { return 1; } f().then(print);',
    'function f() { return Promise.resolve(1); } f().then(print);',
    '1',
  ],
  [
    'no-async',
    'const f = async () => 1; f().then(print);',
    'const f = () => Promise.resolve(1); f().then(print);',
    '1',
  ],
  [
    'no-async',
    'async function f() { for await (const x of [1]) print(x); } f();',
    'function f() { for (const x of [1]) print(x); } f();',
    '1',
  ],
  [
    'no-generator',
    'function* g() { yield 1; } print(g().next().value);',
    'function g() { return [1]; } print(g()[0]);',
    '1',
  ],
  ['no-bigint', 'print(String(10n));', 'print(String(10));', '10'],
  [
    'no-computed-key',
    'const k = "a"; const o = { [k]: 1 }; print(o.a);',
    'const k = "a"; const o = {}; o[k] = 1; print(o.a);',
    '1',
  ],
  [
    'no-computed-key',
    'const k = "a"; class A { [k]() { return 1; } } print(new A().a());',
    'class A { a() { return 1; } } print(new A().a());',
    '1',
  ],
  [
    'no-label',
    'let i; a: for (i = 0; i < 3; i++) { for (;;) { break a; } } print(i);',
    'let i; for (i = 0; i < 3; i++) { break; } print(i);',
    '0',
  ],
  [
    'no-new-target',
    'function F() { return new.target === undefined; } print(F());',
    'function F() { return true; } print(F());',
    'true',
  ],
  [
    'no-case-after-default',
    'switch (2) { case 1: print("a"); break; default: print("d"); break; case 2: print("b"); }',
    'switch (2) { case 1: print("a"); break; case 2: print("b"); break; default: print("d"); }',
    'b',
  ],
  [
    'no-case-after-default',
    'switch (1) { default: print("d"); break; case 1: print("a"); }',
    'switch (1) { case 1: print("a"); break; default: print("d"); }',
    'a',
  ],
  [
    'no-tagged-template',
    'function t(s) { return s[0]; } print(t`x`);',
    'function t(s) { return s; } print(t(`x`));',
    'x',
  ],
  ['no-debugger', 'debugger; print(1);', 'print(1);', '1'],
  [
    'no-bare-do',
    'let i = 0; do; while (++i < 3); print(i);',
    'let i = 0; do { } while (++i < 3); print(i);',
    '3',
  ],
  [
    'no-bare-do',
    'let i = 0; do if (i > 5) break; while (++i < 3); print(i);',
    'let i = 0; do i++; while (i < 3); print(i);',
    '3',
  ],
  [
    'no-return-line-break',
    'function f() { return\n42\n}\nprint(f());',
    'function f() { return;\n42\n}\nprint(f());',
    'undefined',
  ],
  ['no-template-escape', 'print(`\\${x`);', 'print("${" + `x`);', '${x'],
  ['no-template-brace', 'print(`${"}"}`);', 'const b = "}"; print(`${b}`);', '}'],
  ['no-template-brace', 'print(`${"{"}`);', 'print(`{`);', '{'],
  ['no-code-point-escape', 'print("\\u{41}");', 'print("\\u0041");', 'A'],
  ['no-line-continuation', 'print("a\\\nb");', 'print("a" +\n"b");', 'ab'],
  [
    'no-regexp-after-parenthesis',
    'if (1) /a/.test("a") && print("r");',
    'if (1) { /a/.test("a") && print("r"); }',
    'r',
  ],
]);

const bundles = [
  ...cases([['no-with', 'with ({ a: 1 }) { print(a); }', 'print({ a: 1 }.a);', '1']], {
    only: 'bundle',
  }),
  ...cases(
    [
      ['no-module', 'import { a } from "b";', 'const a = require; print(typeof a);', 'function'],
      ['no-module', 'export const a = 1;', 'const a = 1; print(a);', '1'],
      ['no-module', 'export { a }; const a = 1;', 'const a = 1; print(a);', '1'],
    ],
    { only: 'bundle', notRun: 'a script can not import or export in Node either' },
  ),
  ...cases([['ascii-only', 'print("\u00e9");', 'print("\\xe9");', '\u00e9']], {
    only: 'bundle',
    notRun: 'it depends on the way the script takes to the board',
  }),
];

const notComparable = cases(
  [
    ['no-dynamic-import', 'import("x");', 'require("Storage"); print(1);', '1'],
    ['no-dynamic-import', 'print(import.meta);', 'print(1);', '1'],
  ],
  { notRun: 'it needs a module of Node' },
);

export const syntaxCases = [...everywhere, ...bundles, ...notComparable];
