// Gives what the board keeps in memory short names, and moves every function to the top of its scope, since the
// interpreter doesn't. Bytes cost nothing there: a script runs where it is stored.
import { minify } from 'terser';

/** Which short name each property has got: the scripts of one board must agree. */
export interface NameCache {
  props?: object | undefined;
}

/** Keywords that are short enough to be given, but are no names of methods there. `at`: the check would find it. */
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
  const nameCache = { props: names.props };
  const result = await minify(code, {
    nameCache,
    toplevel: true,
    ecma: 5,
    compress: {
      ecma: 5,
      passes: 3,
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
    // A name of up to four letters takes one variable, a longer one two or more.
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
  return result.code ?? '';
}
