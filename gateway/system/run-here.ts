// Texts name commands as `call-button …`; where the reader is, they may have to be typed otherwise.

/** In a clone of the source, by `npx` from a folder where the package is installed, or on the PATH. */
export type Place = 'clone' | 'npx' | 'path';

/** `file` is one of this program, `started` what Node was started with. */
export function placeOf(file: string, started = ''): Place {
  if (file.endsWith('.ts')) return 'clone';
  return /node_modules[/\\]\.bin[/\\]/.test(started) ? 'npx' : 'path';
}

const HERE = placeOf(import.meta.url, process.argv[1]);

export const IS_CLONE = HERE === 'clone';

const PREFIX = {
  clone: 'npm run call-button --',
  npx: 'npx call-button',
  path: 'call-button',
};

/** What stands before a subcommand. */
export const CALL_BUTTON = PREFIX[HERE];

/** Followed by a subcommand: else it is a name of a folder, a user or a service. */
const COMMAND =
  /(?<![\w./-]|-- |npx )call-button (gateway|desk|device|registry|token|provision|hash-password|demo|practice|platform|simulate)(?![\w./-])/g;

/** `text` with its commands as they are typed here. */
export function asRunHere(text: string, place: Place = HERE): string {
  if (place === 'path') return text;
  return text.replaceAll(COMMAND, (_, command: string) =>
    place === 'clone' && command === 'gateway' ? 'npm start --' : `${PREFIX[place]} ${command}`,
  );
}
