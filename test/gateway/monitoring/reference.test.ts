// docs/reference/metrics.md has every metric of the gateway with its labels, and no metric that isn't there.
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { GaugeSources } from '#gateway/monitoring/gauges.ts';
import { Metrics } from '#gateway/monitoring/metrics.ts';

const FILE = new URL('../../../docs/reference/metrics.md', import.meta.url);

const LOAD = { queued: 1, running: 1 };
/** Something of everything, so that every metric shows its labels. */
const SOURCES: GaugeSources = {
  connected: () => 1,
  refusals: () => ({ FLOOD: 1 }),
  devices: () => ({ online: 1 }),
  calls: () =>
    ({
      openCalls: { red: 1, green: 1 },
      oldestPressMs: { red: 1, green: 1 },
      refused: 0,
      lanes: { red: { first: LOAD, repeated: LOAD } },
    }) as unknown as ReturnType<NonNullable<GaugeSources['calls']>>,
  links: () => ({ platform: true }),
  officers: () => ({ desk: 1 }),
  administration: () => ({ commands: { queued: 1, sent: 1 }, pendingConfigurations: 1 }),
  updates: () => ({ devices: { good: 1 }, underWay: 1, concern: undefined }),
  journalProblem: () => undefined,
  journalSize: async () => ({ bytes: 1, records: 1, openPresses: 1 }),
  certificateExpiresAt: () => 1,
};

/** What a gateway shows: the labels of each metric by its name, without `callbutton_`. */
async function shown(): Promise<Map<string, string[]>> {
  const metrics = new Metrics('1.2.3');
  metrics.start(SOURCES);
  onTestFinished(() => metrics.stop());
  metrics.reached('stored', 'red', 1);
  metrics.attempted('platform', 'red', 'accepted', 1);
  metrics.received('press');
  metrics.duplicate('press');
  metrics.missedDeadline('stored', 'red', 'disk');
  metrics.shed('heartbeat');
  // The size of the journal is known from the second scrape on.
  await metrics.text();
  const text = await metrics.text();
  const names = [...text.matchAll(/^# TYPE callbutton_(\w+)/gm)].map(([, name]) => name as string);
  return new Map(
    names.map((name) => {
      const [, labels = ''] =
        new RegExp(`^callbutton_${name}(?:_bucket)?\\{(.*)\\}`, 'm').exec(text) ?? [];
      const keys = [...labels.matchAll(/(\w+)="/g)].map(([, key]) => key as string);
      return [name, keys.filter((key) => key !== 'le').sort()];
    }),
  );
}

/** What the table says, in the same form. */
function told(markdown: string): Map<string, string[]> {
  const rows = [...markdown.matchAll(/^\| (`[^|]+`) \|([^|]*)\|/gm)];
  const quoted = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word as string);
  return new Map(
    rows.flatMap(([, names = '', labels = '']) =>
      quoted(names).map((name): [string, string[]] => [name, quoted(labels).sort()]),
    ),
  );
}

it('every metric is in the reference, with its labels, and no other', async () => {
  const table = told(await readFile(FILE, 'utf8'));
  expect(Object.fromEntries(table)).toEqual(Object.fromEntries(await shown()));
});
