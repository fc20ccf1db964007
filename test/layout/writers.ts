// Files that are written, made or renamed in another way than by `gateway/system/durable.ts`: what they say comes back after a cut.

/** Who may, each with why nothing is lost by it. */
export const MAY_WRITE: Readonly<Record<string, string>> = {
  'gateway/system/durable.ts': 'it is the one way',
  'gateway/system/child-process.ts': 'tells the system about a process, in /proc',
  'gateway/monitoring/log.ts':
    'writes to the stream of its process, and its last lines may be lost',
  'gateway/journal/newest-record.ts': 'is behind after a power cut, and says so',
  'gateway/destinations/events/generate.ts': 'runs before a commit, and not in a gateway',
  'gateway/build/package.ts': 'makes the package, and is not part of it',
};

const IMPORT = /import\s*\{([^}]*)\}\s*from\s*'node:fs(?:\/promises)?'/g;
const WRITES = /^(writeFile|appendFile|write|rename|mkdir|createWriteStream|copyFile)(Sync)?$/;

/** The functions by which a file of the gateway writes past it, as `file: name`. */
export function strangeWriters(name: string, text: string): string[] {
  if (!name.startsWith('gateway/') || Object.hasOwn(MAY_WRITE, name)) return [];
  return [...text.matchAll(IMPORT)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((one) => one.trim().split(' as ')[0] as string)
      .filter((one) => WRITES.test(one))
      .map((one) => `${name}: ${one}`),
  );
}
