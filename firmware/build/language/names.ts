// Names of JavaScript that the interpreter lacks, or that mean something else to it; each with what to use instead.

function names(list: string): readonly string[] {
  return list.split(' ');
}

/** Built-in classes and constructors that exist and must not be extended. */
export const BUILT_IN_CLASSES: ReadonlySet<string> = new Set(
  names(
    'Object Array Function Error TypeError SyntaxError ReferenceError InternalError Promise RegExp ' +
      'Date Number String Boolean ArrayBuffer DataView Uint8Array Int8Array Uint8ClampedArray ' +
      'Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array',
  ),
);

export const TYPED_ARRAYS: readonly string[] = names(
  'Uint8Array Int8Array Uint8ClampedArray Uint16Array Int16Array Uint32Array Int32Array ' +
    'Float32Array Float64Array',
);

/** As names of methods of a class these are syntax errors; as names in an object literal they work. */
export const RESERVED_MEMBERS: ReadonlySet<string> = new Set(
  names(
    'of static new in if for do case this true null void typeof return throw try catch finally ' +
      'switch default delete function var let const class extends super while else break continue ' +
      'instanceof debugger undefined',
  ),
);

/** Variables that don't exist: group by group, with the replacement. */
export const MISSING_GLOBALS: readonly (readonly [readonly string[], string])[] = [
  [names('Map WeakMap'), 'use an object with string keys'],
  [names('Set WeakSet'), 'use an object with string keys, or an array and includes'],
  [names('Symbol Proxy Reflect'), 'use plain members'],
  [names('BigInt BigInt64Array BigUint64Array'), 'use two numbers'],
  [names('TextEncoder TextDecoder'), 'use charCodeAt and String.fromCharCode'],
  [names('RangeError EvalError AggregateError'), 'use Error'],
  [names('queueMicrotask setImmediate'), 'use setTimeout or Promise.resolve().then'],
  [names('Buffer SharedArrayBuffer Atomics'), 'use Uint8Array'],
  [names('structuredClone'), 'use JSON.parse(JSON.stringify(value))'],
  [names('encodeURI decodeURI escape unescape'), 'use encodeURIComponent'],
  [names('crypto'), "use require('crypto')"],
  [names('performance'), 'use getTime()'],
  [names('fetch URL URLSearchParams'), "use require('http') and url.parse"],
  [names('AbortController WeakRef FinalizationRegistry Intl'), 'do without'],
];

/** Members of built-in objects that don't exist. */
export const MISSING_STATICS: Readonly<
  Record<string, readonly (readonly [readonly string[], string])[]>
> = {
  Object: [
    [names('freeze seal preventExtensions isFrozen isSealed isExtensible'), 'use readonly types'],
    [names('hasOwn'), 'use object.hasOwnProperty(key)'],
    [names('is'), "use '==='"],
    [names('groupBy getOwnPropertySymbols'), 'do without'],
  ],
  Array: [[names('from of fromAsync'), 'use a loop, concat or a literal']],
  Promise: [
    [names('race any allSettled withResolvers'), 'use callbacks, or settle one Promise yourself'],
  ],
  Number: [
    [names('isInteger isSafeInteger'), 'use Math.floor(x) === x'],
    [names('isFinite isNaN parseInt parseFloat'), 'use the global function of that name'],
    [names('EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER'), 'write the number'],
  ],
  Math: [
    [names('trunc'), 'use Math.floor, or | 0 within 32 bits'],
    [names('imul'), 'multiply in two halves of 16 bits'],
    [names('acosh cbrt clz32 expm1 fround hypot log10 log1p log2'), 'write it with the others'],
  ],
  String: [
    [names('fromCodePoint'), 'use String.fromCharCode'],
    [names('raw'), 'write the escapes'],
  ],
  ArrayBuffer: [[names('isView'), 'use instanceof']],
  Date: [[names('UTC'), 'count milliseconds']],
};

/** Methods that don't exist, by the interface of TypeScript's library that declares them. */
const ARRAY_METHODS =
  'at entries keys values lastIndexOf reduceRight copyWithin findLast findLastIndex toSorted ' +
  'toReversed with';
export const MISSING_METHODS: Readonly<Record<string, readonly string[]>> = {
  Array: names(`${ARRAY_METHODS} toSpliced flat flatMap`),
  ReadonlyArray: names(`${ARRAY_METHODS} toSpliced flat flatMap`),
  String: names(
    'at codePointAt localeCompare matchAll normalize search trimStart trimEnd trimLeft trimRight',
  ),
  Promise: names('finally'),
  ArrayBuffer: names('slice'),
  ...Object.fromEntries(TYPED_ARRAYS.map((name) => [name, names(ARRAY_METHODS)])),
};

/** In a bundle there are no types: only names that nobody gives to a method of his own. */
export const MISSING_METHODS_BY_NAME: ReadonlySet<string> = new Set(
  names(
    'at flat flatMap finally codePointAt localeCompare matchAll normalize trimStart trimEnd ' +
      'reduceRight copyWithin findLast findLastIndex toSorted toReversed toSpliced',
  ),
);
