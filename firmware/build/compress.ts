// Makes the bundle small, and moves every function to the top of its scope, since the interpreter doesn't.
import { minify } from 'terser';

/** `ownNames`: property names that may be shortened. The same names give the same script. */
export async function compress(code: string, ownNames: readonly string[]): Promise<string> {
  const result = await minify(code, {
    ecma: 5,
    compress: {
      ecma: 5,
      passes: 2,
      hoist_funs: true,
      // A var moved away from its value is undefined for longer than the source says.
      hoist_vars: false,
      // Classes must stay declarations: a class expression can't see its own name.
      reduce_funcs: false,
    },
    // 'of' is no name for a variable on the interpreter.
    mangle: {
      reserved: ['of'],
      properties: ownNames.length > 0 && {
        regex: new RegExp(`^(${ownNames.join('|')})$`),
        keep_quoted: true,
        // 'of' and other keywords are no method names there; terser knows the rest.
        reserved: ['of'],
      },
    },
    format: { ascii_only: true, comments: false },
  });
  return result.code ?? '';
}
