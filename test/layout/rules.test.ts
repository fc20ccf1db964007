// The rules of the layout can fail: each is tried on made-up files and imports.
import { describe, expect, it } from 'vitest';
import { faultsOf, isSource, MAX_LINES, strangersAtTop } from './files.ts';
import { brokenFloors } from './floors.ts';
import { packedIdioms } from './idioms.ts';
import { findCycle, type Import, resolve, specifiersIn } from './imports.ts';
import { lostDocuments, lostPaths } from './references.ts';
import { MAY_SLEEP, sleepsIn } from './sleeps.ts';
import { strangeWriters } from './writers.ts';

function importing(from: string, specifier: string, dynamic = false): Import {
  return { from, dynamic, ...resolve(from, specifier) };
}

describe('imports are found', () => {
  const forms = [
    "import x from './x.ts';",
    "import type { X } from './x.ts';",
    "import './x.ts';",
    "export { x } from './x.ts';",
    "export * from './x.ts';",
    "type X = import('./x.ts').X;",
    "const x = await import('./x.ts');",
  ];
  for (const form of forms) {
    it(`in ${form}`, () => {
      expect(specifiersIn(form)).toMatchObject([{ specifier: './x.ts' }]);
    });
  }

  it('but not in comments and strings', () => {
    expect(specifiersIn("// import './x.ts'\nconst text = \"import './x.ts'\";")).toEqual([]);
  });

  it('and followed from the file that they are in', () => {
    expect(resolve('gateway/device-link/a.ts', '../domain/b.ts').to).toBe('gateway/domain/b.ts');
    expect(resolve('gateway/device-link/a.ts', '#protocol/b.ts').to).toBe('protocol/b.ts');
    expect(resolve('gateway/a.ts', 'node:fs')).toEqual({ to: 'node:fs', kind: 'node' });
    expect(resolve('gateway/a.ts', '@x/y/z')).toEqual({ to: '@x/y/z', kind: 'package' });
  });
});

describe('a cycle is found', () => {
  const graph = (...edges: string[]) =>
    findCycle(edges.map((edge) => ({ from: edge[0] as string, to: edge[1] as string })));

  it('of one file, of two, and at the end of a long way', () => {
    expect(graph('aa')).toEqual(['a', 'a']);
    expect(graph('ab', 'ba')).toEqual(['a', 'b', 'a']);
    expect(graph('ab', 'bc', 'cd', 'de', 'ec')).toEqual(['c', 'd', 'e', 'c']);
    expect(graph('ab', 'xy', 'yx')).toEqual(['x', 'y', 'x']);
  });

  it('and none where two ways lead to the same file', () => {
    expect(graph('ab', 'ac', 'bd', 'cd')).toBeUndefined();
    expect(graph()).toBeUndefined();
  });
});

describe('an import is refused', () => {
  const refused: [string, string, boolean?][] = [
    ['protocol/frame.ts', '#gateway/domain/call.ts'],
    ['protocol/device/wire.ts', 'node:buffer'],
    ['protocol/device/wire.ts', 'protobufjs'],
    ['firmware/src/core/link.ts', 'node:net'],
    ['firmware/src/core/link.ts', '../../host/hal.ts'],
    ['firmware/src/core/link.ts', '#gateway/main.ts'],
    ['firmware/host/hal.ts', '#simulator/home.ts'],
    ['gateway/main.ts', '#firmware/src/hal.ts'],
    ['gateway/main.ts', '#simulator/demo.ts', true],
    ['gateway/cli/bin.ts', '#simulator/demo.ts'],
    ['gateway/cli/bin.ts', '#firmware/src/hal.ts', true],
    ['gateway/domain/call.ts', 'node:fs'],
    ['gateway/domain/call.ts', 'zod'],
    ['gateway/domain/call.ts', '../calls/lifecycle.ts'],
    ['gateway/domain/ports/clock.ts', '../../system/clock.ts'],
    ['gateway/journal/level-journal.ts', '../calls/lifecycle.ts'],
    ['gateway/calls/lifecycle.ts', '../journal/level-journal.ts'],
    ['gateway/calls/lifecycle.ts', '../destinations/webhook.ts'],
    ['gateway/reports/http.ts', '../device-link/broker.ts'],
    ['gateway/device-link/uplinks.ts', '../reports/http.ts'],
    ['gateway/device-link/uplinks.ts', '../main.ts'],
    ['gateway/attic/old.ts', '../domain/call.ts'],
    ['simulator/home.ts', '#test/support/raw-device.ts'],
  ];
  for (const [from, to, dynamic] of refused) {
    it(`${dynamic ? 'dynamically ' : ''}from ${from} of ${to}`, () => {
      expect(brokenFloors([importing(from, to, dynamic)])).toHaveLength(1);
    });
  }
});

describe('an import is allowed', () => {
  const allowed: [string, string, boolean?][] = [
    ['protocol/seal.ts', 'node:crypto'],
    ['protocol/device/wire.ts', '../messages.ts'],
    ['firmware/src/core/link.ts', '#protocol/device/wire.ts'],
    ['firmware/host/hal.ts', 'node:net'],
    ['gateway/cli/bin.ts', '#simulator/demo.ts', true],
    ['gateway/domain/ports/journal.ts', '../call.ts'],
    ['gateway/device-link/uplinks.ts', '../calls/lifecycle.ts'],
    ['gateway/device-link/broker.ts', 'aedes'],
    ['gateway/main.ts', './journal/level-journal.ts'],
    ['simulator/home.ts', '#gateway/main.ts'],
    ['test/layout/layout.test.ts', '#gateway/main.ts'],
  ];
  for (const [from, to, dynamic] of allowed) {
    it(`${dynamic ? 'dynamically ' : ''}from ${from} of ${to}`, () => {
      expect(brokenFloors([importing(from, to, dynamic)])).toEqual([]);
    });
  }
});

describe('an idiom is refused', () => {
  for (const text of [
    'f({ ...{ a, b }, c });',
    "g([...['a', 'b'], c]);",
    'const [a, b] = [1, 2];',
    '[a, b] = [b, a];',
  ]) {
    it(text, () => {
      expect(packedIdioms('one.ts', text)).toHaveLength(1);
    });
  }

  it('but not the spread of what has a name, nor the parts of one value', () => {
    const text = 'f({ ...one, c }); g([...some]); const [a, b] = pair(); h(...[1, 2]);';
    expect(packedIdioms('one.ts', text)).toEqual([]);
  });
});

describe('a sleep is refused', () => {
  for (const text of [
    'await new Promise((resolve) => setTimeout(resolve, 50));',
    'await new Promise<void>((done) => { setTimeout(done, 50); });',
    'await new Promise((resolve) => setTimeout(() => resolve(1), 50));',
    'await new Promise((resolve) => globalThis.setTimeout(resolve, 50));',
    "import { setTimeout as sleep } from 'node:timers/promises';",
    "import { scheduler } from 'timers/promises';",
  ]) {
    it(text, () => {
      expect(sleepsIn('test/one.test.ts', text)).toHaveLength(1);
    });
  }

  it('but not a limit, a clock, a turn, or what happens late', () => {
    const text = `import { setImmediate } from 'node:timers/promises';
      new Promise((resolve, reject) => { setTimeout(() => reject(new Error('late')), 50); });
      new Promise((done) => { setTimeout(() => { deliver(); done(); }, 50); });
      setTimeout(call, milliseconds / 100);`;
    expect(sleepsIn('test/one.test.ts', text)).toEqual([]);
  });

  it('but not in a file that may, with its reason', () => {
    const [file] = Object.keys(MAY_SLEEP);
    const text = 'await new Promise((resolve) => setTimeout(resolve, 50));';
    expect(sleepsIn(file as string, text)).toEqual([]);
  });
});

describe('a document that a comment names', () => {
  const files = ['README.md', 'docs/guides/qa.md', 'gateway/x.ts'];

  it('is refused when it is not there', () => {
    const plan = ['notes/plan', 'md'].join('.');
    expect(lostDocuments(`// As in ${plan}.\nconst x = 1;\n`, files)).toEqual([plan]);
    expect(lostDocuments(`const x = 1; // See ${plan}.\n`, files)).toEqual([plan]);
    expect(lostDocuments(`/** ${'design'.toUpperCase()}, section 7. */`, files)).toHaveLength(1);
  });

  it('is found from the top, or by the end of its path; strings name what they like', () => {
    expect(lostDocuments('/** docs/guides/qa.md and ../README.md, "qa.md". */', files)).toEqual([]);
    expect(lostDocuments("const name = 'PLAN.md';", files)).toEqual([]);
  });
});

describe('a path that a document names', () => {
  const files = ['gateway/README.md', 'gateway/a/one.ts', 'gateway/a/two.ts', 'gateway/b/x.json'];
  const lost = (markdown: string) => lostPaths('gateway/README.md', markdown, files);

  it('is refused when it is neither at the top, nor in its folder, nor beside what the line named', () => {
    expect(lost('`gateway/a/gone.ts`, `one.ts` and `c/`')).toEqual([
      'gateway/a/gone.ts',
      'one.ts',
      'c/',
    ]);
    expect(lost('`a/one.ts`\n`two.ts`')).toEqual(['two.ts']);
    expect(lost('npm test -- gateway/c')).toEqual(['gateway/c']);
  });

  it('is found there, also with an asterisk', () => {
    expect(lost('`gateway/a/one.ts`, `two.ts`; `b/*.json`, `a/`\nnpm test -- gateway/a')).toEqual(
      [],
    );
  });

  it("is not looked for when it is an operator's own file", () => {
    expect(lost('`gateway.yaml`, `/etc/call-button/x.ts`, `one/two`')).toEqual([]);
    expect(lostPaths('docs/guides/a.md', 'the folder `journal/`', files)).toEqual([]);
  });
});

describe('a file is refused', () => {
  it('at the top level when the design does not name it', () => {
    const files = [
      'src/x.ts',
      'notes.md',
      '.gitignore',
      '.github/x.yml',
      'gateway/x.ts',
      'LICENSE',
    ];
    expect(strangersAtTop(files)).toEqual(['src', 'notes.md']);
  });

  it('when its first line tells nothing', () => {
    for (const text of ['', '\n', '//\n', "import x from 'x';\n// late\n", '#!/bin/x\ncode\n']) {
      expect(faultsOf('x.ts', text)).toHaveLength(1);
    }
    for (const text of ['// Its job.\n', '#!/bin/x\n// Its job.\n']) {
      expect(faultsOf('x.ts', text)).toEqual([]);
    }
  });

  it('when it has more lines than a reader should have to scroll', () => {
    const text = `// Its job.\n${'x\n'.repeat(MAX_LINES - 1)}`;
    expect(faultsOf('x.ts', text)).toEqual([]);
    expect(faultsOf('x.ts', `${text}x\n`)).toHaveLength(1);
  });

  it('only when a person wrote it', () => {
    expect(isSource('protocol/generated/callbutton.js')).toBe(false);
    expect(isSource('protocol/generated/generate.ts')).toBe(true);
    expect(isSource('gateway/main.ts')).toBe(true);
  });
});

describe('a way to write past the durable one is refused', () => {
  for (const text of [
    "import { writeFile } from 'node:fs/promises';",
    "import { readFile, rename } from 'node:fs/promises';",
    "import { mkdirSync as make } from 'node:fs';",
    "import {\n  readFile,\n  createWriteStream,\n} from 'node:fs';",
  ]) {
    it(`in ${text}`, () => {
      expect(strangeWriters('gateway/registry/one.ts', text)).toHaveLength(1);
      expect(strangeWriters('simulator/one.ts', text)).toEqual([]);
    });
  }

  it('but not reading, nor the one way itself', () => {
    const text = "import { readFile, stat } from 'node:fs/promises';";
    expect(strangeWriters('gateway/registry/one.ts', text)).toEqual([]);
    const own = "import { rename } from 'node:fs/promises';";
    expect(strangeWriters('gateway/system/durable.ts', own)).toEqual([]);
  });
});
