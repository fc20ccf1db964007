// Cases of the language check: classes.
import { cases } from './language-case.ts';

const everywhere = cases([
  [
    'no-private-name',
    'class A { #x() { return 1; } y() { return this.#x(); } } print(new A().y());',
    'class A { x() { return 1; } y() { return this.x(); } } print(new A().y());',
    '1',
  ],
  [
    'no-class-field',
    'class A { x = []; } const a = new A(); const b = new A(); a.x.push(1); print(b.x.length);',
    'class A { constructor() { this.x = []; } } const a = new A(); const b = new A(); a.x.push(1); print(b.x.length);',
    '0',
  ],
  [
    'no-class-field',
    'class A { x = 1; y = () => this.x; } print(new A().y());',
    'class A { constructor() { this.x = 1; } y() { return this.x; } } print(new A().y());',
    '1',
  ],
  [
    'no-static-block',
    'class A { static { A.y = 1; } } print(A.y);',
    'class A {} A.y = 1; print(A.y);',
    '1',
  ],
  [
    'no-static-block',
    'class A { static { print(1); } }',
    'class A { static x = 1; } print(A.x);',
    '1',
  ],
  [
    'no-super-member',
    'class A { m() { return "a"; } } class B extends A { m() { return super.m() + "b"; } } class C extends B { m() { return super.m() + "c"; } } print(new C().m());',
    'class A { m() { return "a"; } } class B extends A { n() { return this.m() + "bc"; } } print(new B().n());',
    'abc',
  ],
  [
    'no-super-member',
    'class A { m() { return 5; } } class B extends A { m() { return [1].map(() => super.m())[0]; } } print(new B().m());',
    'class A { m() { return 5; } } class B extends A { n() { return [1].map(() => this.m())[0]; } } print(new B().n());',
    '5',
  ],
  [
    'no-inherited-static',
    'class A { static m() { return 1; } } class B extends A {} print(B.m());',
    'class A { static m() { return 1; } } class B { n() { return A.m(); } } print(new B().n());',
    '1',
  ],
  [
    'no-inherited-static',
    'const A = class { static m() { return 1; } }; class B extends A {} print(B.m());',
    'const A = class { m() { return 1; } }; class B extends A {} print(new B().m());',
    '1',
  ],
  [
    'no-built-in-base',
    'class E1 extends Error { constructor(m) { super(m); this.k = 1; } } print(new E1("x").message);',
    'const e = new Error("x"); e.k = 1; print(e.message);',
    'x',
  ],
  [
    'no-built-in-base',
    'class L extends Array {} const l = new L(); l.push(1); print(l.length);',
    'const l = []; l.push(1); print(l.length);',
    '1',
  ],
  [
    'no-computed-base',
    'const n = { P: class { p() { return 1; } } }; class Q extends n.P {} print(new Q().p());',
    'const P = class { p() { return 1; } }; class Q extends P {} print(new Q().p());',
    '1',
  ],
  [
    'no-computed-base',
    'function p() { return class { p() { return 1; } }; } class Q extends p() {} print(new Q().p());',
    'class P { p() { return 1; } } class Q extends P {} print(new Q().p());',
    '1',
  ],
  [
    'no-named-class-expression',
    'const A = class B { m() { return typeof B; } }; print(new A().m());',
    'const A = class { m() { return typeof A; } }; print(new A().m());',
    'function',
  ],
  [
    'no-reserved-name',
    'class A { delete() { return 1; } } print(new A().delete());',
    'class A { remove() { return 1; } } print(new A().remove());',
    '1',
  ],
  [
    'no-reserved-name',
    'class A { get default() { return 1; } } print(new A().default);',
    'const o = { default() { return 1; } }; print(o.default());',
    '1',
  ],
  [
    'no-reserved-name',
    'class A { "a b"() { return 1; } } print(new A()["a b"]());',
    'const o = { "a b"() { return 1; } }; print(o["a b"]());',
    '1',
  ],
  ['no-reserved-name', 'const of = 1; print(of);', 'const get = 1; print(get);', '1'],
]);

const deep = cases(
  [
    [
      'no-deep-class',
      'class A {} class B extends A {} class C extends B {} print(typeof C);',
      'class A {} class B extends A {} class C extends A {} print(typeof C);',
      'function',
    ],
    [
      'no-deep-class',
      'const A = class {}; const B = class extends A {}; const C = class extends B {}; print(typeof C);',
      'const A = class {}; const B = class extends A {}; print(typeof B);',
      'function',
    ],
  ],
  {
    notRun:
      'the interpreter gets deep classes wrong only with super.method(), static members or fields',
  },
);

const bundles = cases(
  [
    [
      'no-class-field',
      'class A { x; constructor() { this.x = 1; } } print(new A().x);',
      'class A { constructor() { this.x = 1; } } print(new A().x);',
      '1',
    ],
    [
      'no-class-field',
      'class A { static x; } print(A.x);',
      'class A { static x = undefined; } print(A.x);',
      'undefined',
    ],
  ],
  { only: 'bundle' },
);

export const classCases = [...everywhere, ...deep, ...bundles];
