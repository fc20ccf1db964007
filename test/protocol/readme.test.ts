// The worked examples of the specification are the golden vectors.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vectorFile } from './support.ts';

const README = readFileSync(new URL('../../protocol/README.md', import.meta.url), 'utf8');

/** The hex at the start of each line of the fenced blocks below a heading, joined for each block. */
function blocks(heading: string): string[] {
  const section = README.split(/^### /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) =>
    (block as string)
      .split('\n')
      .map((line) => /^ *((?:[0-9a-f]{2} )*[0-9a-f]{2})(?= {2}|$)/.exec(line)?.[1] ?? '')
      .join('')
      .replaceAll(' ', ''),
  );
}

function envelope(name: string): string | undefined {
  return vectorFile('envelopes.json').vectors.find((vector) => vector.name === name)?.envelope;
}

describe('the worked examples of protocol/README.md', () => {
  const { vectors: seals } = vectorFile('seals.json');

  it('seal a CONNECT as the vector does', () => {
    const seal = seals.find((vector) => vector.purpose === 3);
    expect(blocks('A password')).toEqual([seal?.covered]);
    expect(README).toContain(`are ${seal?.mac}, and`);
  });

  it('have the password of the vector', () => {
    const { vectors } = vectorFile('passwords.json');
    expect(README).toContain(`    ${vectors[0]?.password}\n`);
  });

  it('seal a red press as the vector does', () => {
    expect(blocks('A red press')).toEqual([envelope('a red press'), seals[0]?.covered]);
  });

  it('have the receipt of the vector', () => {
    expect(blocks('Its receipt')).toEqual([envelope('a receipt on its way down')]);
  });

  it('have the progress of the vector', () => {
    expect(blocks('The progress behind it')).toEqual([envelope('the progress behind it')]);
  });
});

describe('the links within protocol/README.md', () => {
  it('lead to headings', () => {
    const anchors = [...README.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      (title as string)
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, target] of README.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target);
  });
});
