// Names as DNS and certificates have them: ASCII, other scripts as IDNA writes them.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

const MAX_NAME = 253;
/** A label, or `*` as the first one. The underscore is no rule of DNS, but machines have it in their names. */
const NAME =
  /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
/** What no name has, but an address in a browser: it would be cut off there. */
const NOT_OF_NAMES = /[\s/\\?#@:%[\]]/;

/** The name in ASCII without a dot at its end, such as xn--d6q013i.example for 网关.example; undefined: it is none. */
export function dnsName(name: string): string | undefined {
  if (NOT_OF_NAMES.test(name)) return undefined;
  const written = name.replace(/\.$/, '');
  const isAscii = NAME.test(written);
  const ascii = isAscii ? written : domainToASCII(written);
  // What ends in a number is read as an address, short forms as well, or can't be read.
  const read = domainToASCII(ascii);
  const isName = NAME.test(ascii) && ascii.length <= MAX_NAME && read !== '' && isIP(read) === 0;
  return isName ? ascii : undefined;
}

/** Whether a certificate can be made for it. */
export function isNameOrAddress(name: string): boolean {
  return isIP(name) > 0 || dnsName(name) !== undefined;
}
