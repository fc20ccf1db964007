// Cases of the language check: hoisting, and closures in loops.
import { cases } from './language-case.ts';

const LIST = 'print(a.map((f) => f()).join());';

const everywhere = cases([
  ['declare-before-use', 'print(x); var x = 1;', 'var x; print(x);', 'undefined'],
  [
    'declare-before-use',
    'function f() { x = 2; var x; return x; } f(); print(typeof x);',
    'function f() { var x; x = 2; return x; } f(); print(typeof x);',
    'undefined',
  ],
  [
    'declare-before-use',
    'var x = 1; function f() { var r = x; var x = 2; return r; } print(f());',
    'var x = 1; function f() { var r; var x = 2; return r; } print(f());',
    'undefined',
  ],
  [
    'no-var-in-branch',
    'var x = 1; function f(c) { if (c) { var x = 2; } return x; } print(f(false));',
    'var x = 1; function f(c) { var x; if (c) { x = 2; } return x; } print(f(false));',
    'undefined',
  ],
  [
    'no-var-in-branch',
    'function f() { for (const i of []) { var x = i; } return x; } print(f());',
    'function f() { var x; for (const i of []) { x = i; } return x; } print(f());',
    'undefined',
  ],
  [
    'no-var-in-branch',
    'function f(c) { switch (c) { case 1: var x = 1; } return x; } print(f(2));',
    'function f(c) { for (var x; c > 3; ) { c--; } return x; } print(f(2));',
    'undefined',
  ],
  [
    'no-loop-variable-capture',
    `const a = []; for (let i = 0; i < 3; i++) a.push(() => i); ${LIST}`,
    `const a = []; for (let i = 0; i < 3; i++) { const j = i; a.push(() => j); } ${LIST}`,
    '0,1,2',
  ],
  [
    'no-loop-variable-capture',
    `const a = []; for (const i of [0, 1, 2]) a.push(() => i); ${LIST}`,
    `const a = []; for (const i of [0, 1, 2]) { let j = i; a.push(() => j); } ${LIST}`,
    '0,1,2',
  ],
  [
    'no-loop-variable-capture',
    `const a = []; for (const i in { x: 1, y: 2 }) a.push(function () { return i; }); ${LIST}`,
    `const a = []; for (const i in { x: 1, y: 2 }) { const j = i; a.push(function () { return j; }); } ${LIST}`,
    'x,y',
  ],
  [
    'no-loop-variable-capture',
    `function g() { const a = []; for (let i = 0; i < 2; i++) a.push({ m() { return i; } }); return a; } print(g().map((o) => o.m()).join());`,
    `function g() { const a = []; let i = 0; while (i < 2) { const j = i++; a.push({ m() { return j; } }); } return a; } print(g().map((o) => o.m()).join());`,
    '0,1',
  ],
]);

const bundles = cases(
  [
    [
      'declare-before-use',
      'print(f()); function f() { return 1; }',
      'function f() { return 1; } print(f());',
      '1',
    ],
    [
      'declare-before-use',
      'function g() { return f(); function f() { return 1; } } print(g());',
      'function g() { function f() { return 1; } return f(); } print(g());',
      '1',
    ],
    [
      'no-early-call',
      'function g() { return f(); } const x = g(); function f() { return 1; } print(x);',
      'function g() { return f(); } function f() { return 1; } const x = g(); print(x);',
      '1',
    ],
    [
      'no-early-call',
      'function g() { return h(); } function h() { return x; } print(g()); var x = 1;',
      'function g() { return h(); } function h() { return x; } var x; print(g());',
      'undefined',
    ],
    [
      'no-early-call',
      'var A = class { constructor() { this.b = typeof f(); } }; new A(); function f() { return 1; } print(1);',
      'var A = class { b() { return f(); } }; new A(); function f() { return 1; } print(new A().b());',
      '1',
    ],
  ],
  { only: 'bundle' },
);

export const orderCases = [...everywhere, ...bundles];
