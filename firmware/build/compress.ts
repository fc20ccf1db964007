// Makes the bundle small, and moves every function to the top of its scope, since the interpreter doesn't.
import { minify } from 'terser';
import { asArrows } from './arrows.ts';
import { shortestNames } from './name-order.ts';
import { share } from './share.ts';

/** Which short name each property has got: the scripts of one board must agree. */
export interface NameCache {
  props?: object;
}

/** Keywords that are short enough to be given: there they are no method names either. `at`: the check would find it. */
const NO_NAMES = ['at', 'of', 'in', 'do', 'if', 'for', 'let', 'new', 'try', 'var'];

/** Short names that the interpreter has already: its pins, and `E`. */
const NO_VARIABLES = [
  'of',
  'E',
  ...[...'ABCDEFGHIJ'].flatMap((port) => [...'0123456789'].map((pin) => port + pin)),
];

/**
 * `ownNames`: property names that may be shortened. The same names give the same script. With `keepsNames` nothing
 * gets a shorter name: for people, and for tests that say what runs.
 */
export async function compress(
  code: string,
  ownNames: readonly string[],
  names: NameCache = {},
  keepsNames = false,
): Promise<string> {
  const nameCache = { props: names.props ?? { props: shortestNames(code, ownNames) } };
  const result = await minify(code, {
    nameCache,
    toplevel: true,
    ecma: 5,
    compress: {
      ecma: 5,
      passes: 3,
      unsafe_comps: true,
      hoist_funs: true,
      // No function with arguments in place of its call: its variables could stand behind their first use.
      inline: 1,
      // Nothing here does anything when it is only read.
      pure_getters: true,
      // A var moved away from its value is undefined for longer than the source says.
      hoist_vars: false,
      // Classes must stay declarations: a class expression can't see its own name.
      reduce_funcs: false,
    },
    // 'of' is no name for a variable on the interpreter.
    mangle: !keepsNames && {
      reserved: NO_VARIABLES,
      properties: ownNames.length > 0 && {
        regex: new RegExp(`^(${ownNames.join('|')})$`),
        keep_quoted: true,
        // Also names that browsers have: ownNames says which are the language's here.
        builtins: true,
        reserved: NO_NAMES,
      },
    },
    format: { ascii_only: true, comments: false },
  });
  names.props = nameCache.props;
  // Names once more: what is shared stands first now, and gets the shortest.
  const named = await minify(share(asArrows(result.code ?? '')), {
    ...{ toplevel: true, ecma: 5, compress: false },
    mangle: !keepsNames && { reserved: NO_VARIABLES },
    format: { ascii_only: true, comments: false },
  });
  return named.code ?? '';
}
