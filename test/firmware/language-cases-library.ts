// Cases of the language check: the library.
import { cases } from './language-case.ts';

const everywhere = cases([
  ['no-missing-global', 'print(new Map().size);', 'const Map = () => 0; print(Map());', '0'],
  ['no-missing-global', 'print(new Set([1]).has(1));', 'print([1].includes(1));', 'true'],
  ['no-missing-global', 'print(typeof new WeakMap());', 'print(typeof {});', 'object'],
  ['no-missing-global', 'print(typeof new WeakSet());', 'print(typeof {});', 'object'],
  ['no-missing-global', 'print(typeof Symbol("a"));', 'print("symbol");', 'symbol'],
  ['no-missing-global', 'print(String(BigInt(1)));', 'print(String(1));', '1'],
  [
    'no-missing-global',
    'print(new TextEncoder().encode("a")[0]);',
    'print("a".charCodeAt(0));',
    '97',
  ],
  [
    'no-missing-global',
    'print(new TextDecoder().decode(new Uint8Array([65])));',
    'print(String.fromCharCode(65));',
    'A',
  ],
  [
    'no-missing-global',
    'print(new RangeError("x").message);',
    'print(new Error("x").message);',
    'x',
  ],
  [
    'no-missing-static',
    'print(Object.freeze({ a: 1 }).a);',
    'const Object = { freeze: (o) => o }; print(Object.freeze({ a: 1 }).a);',
    '1',
  ],
  ['no-missing-static', 'print(Object.is(1, 1));', 'print(1 === 1);', 'true'],
  ['no-missing-static', 'print(Array.from([1, 2]).length);', 'print([1, 2].concat().length);', '2'],
  [
    'no-missing-static',
    'print(Uint8Array.from([1]).length);',
    'print(new Uint8Array([1]).length);',
    '1',
  ],
  [
    'no-missing-static',
    'Promise.race([Promise.resolve(1)]).then(print);',
    'Promise.resolve(1).then(print);',
    '1',
  ],
  [
    'no-missing-static',
    'Promise.any([Promise.resolve(1)]).then(print);',
    'Promise.resolve(1).then(print);',
    '1',
  ],
  [
    'no-missing-static',
    'Promise.allSettled([1]).then((r) => print(r.length));',
    'Promise.all([1]).then((r) => print(r.length));',
    '1',
  ],
  ['no-missing-static', 'print(Number.isInteger(1));', 'print(Math.floor(1) === 1);', 'true'],
  ['no-missing-static', 'print(Number.isNaN(1));', 'print(isNaN(1));', 'false'],
  [
    'no-missing-static',
    'print(Number.MAX_SAFE_INTEGER);',
    'print(9007199254740991);',
    '9007199254740991',
  ],
  ['no-missing-static', 'print(Math.trunc(1.5));', 'print(Math.floor(1.5));', '1'],
  ['no-missing-static', 'print(Math.imul(2, 3));', 'print(2 * 3);', '6'],
  ['no-missing-static', 'print(String.fromCodePoint(65));', 'print(String.fromCharCode(65));', 'A'],
  [
    'no-missing-static',
    'print(ArrayBuffer.isView(new Uint8Array(1)));',
    'print(new Uint8Array(1) instanceof Uint8Array);',
    'true',
  ],
  ['no-missing-method', 'print([1, 2].at(-1));', 'print([1, 2].slice(-1)[0]);', '2'],
  ['no-missing-method', 'print([[1], [2]].flat().length);', 'print([1].concat([2]).length);', '2'],
  [
    'no-missing-method',
    'print([1, 2].flatMap((x) => [x, x]).length);',
    'print([1, 2].map((x) => [x, x]).length * 2);',
    '4',
  ],
  [
    'no-missing-method',
    'Promise.resolve(1).finally(() => print("f"));',
    'Promise.resolve(1).then(() => print("f"));',
    'f',
  ],
  ['no-missing-method', 'print("a".codePointAt(0));', 'print("a".charCodeAt(0));', '97'],
  ['no-missing-method', 'print(" a".trimStart());', 'print(" a".trim());', 'a'],
  [
    'no-sort',
    'const a = []; for (let i = 0; i < 20; i++) a.push({ k: i % 2, i: i }); a.sort((x, y) => x.k - y.k); print(a.map((x) => x.i).join());',
    'const a = []; for (let i = 0; i < 20; i++) a.push({ k: i % 2, i: i }); print(a.filter((x) => x.k === 0).concat(a.filter((x) => x.k === 1)).map((x) => x.i).join());',
    '0,2,4,6,8,10,12,14,16,18,1,3,5,7,9,11,13,15,17,19',
  ],
  [
    'no-split-limit',
    'print("a,b,c".split(",", 2).length);',
    'print("a,b,c".split(",").slice(0, 2).length);',
    '2',
  ],
  [
    'no-prototype-borrowing',
    'print(Array.prototype.slice.call([1, 2], 1).length);',
    'print([1, 2].slice(1).length);',
    '1',
  ],
  [
    'no-prototype-borrowing',
    'print(typeof Array.prototype.map);',
    'print(typeof Object.prototype.hasOwnProperty);',
    'function',
  ],
  [
    'clear-one-timer',
    'clearTimeout(undefined); print("ok");',
    'const t = setTimeout(() => {}, 1); clearTimeout(t); print("ok");',
    'ok',
  ],
  [
    'clear-one-timer',
    'clearTimeout(void 0); print("ok");',
    'clearTimeout(setTimeout(() => {}, 1)); print("ok");',
    'ok',
  ],
  [
    'clear-one-timer',
    'setTimeout(() => print("fired"), 5); clearTimeout();',
    'function clearTimeout() {} setTimeout(() => print("fired"), 5); clearTimeout();',
    'fired',
  ],
  [
    'clear-one-timer',
    'let n = 0; const t = setInterval(() => { if (++n === 2) { clearInterval(t); print(n); } }, 2); clearInterval();',
    'let n = 0; const t = setInterval(() => { if (++n === 2) { clearInterval(t); print(n); } }, 2);',
    '2',
  ],
]);

const typed = cases(
  [
    [
      'no-typed-array-slice',
      'const a = new Uint8Array([1, 2]); print(a.slice(1) instanceof Uint8Array);',
      'const a = new Uint8Array([1, 2]); print(a.subarray(1) instanceof Uint8Array);',
      'true',
    ],
    [
      'no-typed-array-slice',
      'const a = new Uint8Array([1, 2]); print(a.filter((x) => x > 1) instanceof Uint8Array);',
      'const a = new Uint8Array([1, 2]); print(a.map((x) => x + 1) instanceof Uint8Array);',
      'true',
    ],
    [
      'no-typed-array-slice',
      'const a = new Uint16Array([1]); print(a.slice() instanceof Uint16Array);',
      'const a = [1]; print(a.slice() instanceof Array);',
      'true',
    ],
    [
      'no-length-assignment',
      'const a = [1, 2]; a.length = 1; print(a.length);',
      'const a = [1, 2]; a.splice(1, 1); print(a.length);',
      '1',
    ],
    [
      'no-length-assignment',
      'const a = [1]; a.length = 0; print(a.length);',
      'const o = { length: 1 }; o.length = 0; print(o.length);',
      '0',
    ],
    [
      'no-missing-method',
      'print([5].keys().next().value);',
      'const o = { keys: () => 0 }; print(o.keys());',
      '0',
    ],
    [
      'no-missing-method',
      'print("abc".search(/c/));',
      'const o = { search: () => "abc".indexOf("c") }; print(o.search());',
      '2',
    ],
    ['no-missing-method', 'print("a".localeCompare("b"));', 'print("a" < "b" ? -1 : 1);', '-1'],
    [
      'clear-one-timer',
      'let t; if ([].length) t = setTimeout(print, 1); clearTimeout(t); print(1);',
      'let t; if ([].length) t = setTimeout(print, 1); if (t !== undefined) clearTimeout(t); print(1);',
      '1',
    ],
  ],
  { only: 'source' },
);

export const libraryCases = [...everywhere, ...typed];
