// Every code that the gateway or a destination can give is explained in the reference, in English and 中文, and no other.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { GATEWAY_ERRORS, GatewayError } from '#gateway/domain/errors.ts';
import { DESTINATION_ERRORS } from '#gateway/domain/ports/destination.ts';

/** The codes of all table rows such as "| `JOURNAL_FAILED` | …". */
function codesOf(markdown: string): string[] {
  return [...markdown.matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map((match) => match[1] as string);
}

describe('the reference of the error codes', () => {
  it.each([
    'error-codes.md',
    'error-codes.zh-CN.md',
  ])('explains every code in a row of a table of %s, once, and no code that is not there', async (name) => {
    const page = new URL(`../../docs/reference/${name}`, import.meta.url);
    const codes = codesOf(await readFile(page, 'utf8'));
    const known = [...Object.keys(GATEWAY_ERRORS), ...Object.keys(DESTINATION_ERRORS)];
    expect(codes.toSorted()).toEqual(known.toSorted());
  });

  it('is read row by row', () => {
    expect(
      codesOf('| `A_B` | x |\ntext `C_D`\n| x | `E_F` |\n| `G` | |\n| `lower` | |\n| `HI` | |'),
    ).toEqual(['A_B', 'HI']);
  });
});

describe('an error of the gateway', () => {
  it('tells a person what is wrong, what to do, and its code', () => {
    const { code, message } = new GatewayError('CONFIG_INVALID', 'c.yaml: mqtt.port: too big');
    expect(code).toBe('CONFIG_INVALID');
    expect(message).toBe(
      `c.yaml: mqtt.port: too big\n${GATEWAY_ERRORS.CONFIG_INVALID} (CONFIG_INVALID)`,
    );
  });
});
