// Routes that lead to a destination that has no words for what they are for.
import { describe, expect, it } from 'vitest';
import { warnings } from '#gateway/config/cross-check.ts';
import { ConfigSchema } from '#gateway/config/schema.ts';

const webhook = (host: string) => ({
  type: 'webhook',
  url: `https://${host}.test`,
  secret: { env: 'S' },
});
const config = ConfigSchema.parse({
  destinations: { platform: webhook('platform'), pager: webhook('pager') },
  routes: {
    red: { to: 'platform', escalate: [{ to: 'pager', after: '60s' }] },
    green: 'pager',
    status: { to: 'platform', fallback: { to: 'pager', after: '1m' } },
    groups: { north: { status: 'pager' } },
  },
});
const about = (found: ReturnType<typeof warnings>) =>
  found.filter(({ sentence }) => sentence.en.includes('can not say'));

describe('a route', () => {
  it('to a destination that carries all of it is no warning', () => {
    expect(about(warnings(config, new Set(['north'])))).toEqual([]);
  });

  it('to one that does not is a warning at each place, for what it is', () => {
    const carried = (one: (typeof config.destinations)[string]) =>
      'url' in one && one.url.includes('pager')
        ? ['red' as const]
        : (['red', 'green', 'status'] as const);
    const found = about(warnings(config, new Set(['north']), carried));
    expect(found.map(({ path, sentence }) => `${path}: ${sentence.en}`)).toEqual([
      'routes.green: "pager" can not say green presses: they are not offered there',
      'routes.status.fallback.to: "pager" can not say notices: they are not offered there',
      'routes.groups.north.status: "pager" can not say notices: they are not offered there',
    ]);
  });
});
