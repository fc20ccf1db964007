// Every code of errors.ts is explained in the specification, and no other.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONSOLE_ERRORS, PROTOCOL_ERRORS, refuse } from '#protocol/errors.ts';

const README = readFileSync(new URL('../../protocol/README.md', import.meta.url), 'utf8');

/** The codes in the first column of the tables below a heading. */
function documented(heading = 'Errors'): string[] {
  const parts = README.split(/^###? /m);
  const section = parts.find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] as string);
}

describe('the table of errors in protocol/README.md', () => {
  it('has every code exactly once, and no other', () => {
    expect(documented().sort()).toEqual(Object.keys(PROTOCOL_ERRORS).sort());
  });

  it('has its codes in the order of errors.ts', () => {
    expect(documented()).toEqual(Object.keys(PROTOCOL_ERRORS));
  });
});

describe('the table of console errors in protocol/README.md', () => {
  it('has every code exactly once, in the order of errors.ts, and no other', () => {
    expect(documented('Console errors')).toEqual(Object.keys(CONSOLE_ERRORS));
  });
});

describe('a refusal', () => {
  it('is a value that carries its code and a detail', () => {
    const error = { code: 'SEAL_WRONG', detail: 'x' };
    expect(refuse('SEAL_WRONG', 'x')).toEqual({ ok: false, error });
  });
});
