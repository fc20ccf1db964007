// The library: every scenario that comes with the simulator is valid, told about, and found by its name.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findScenario, library } from '#simulator/scenario/library.ts';
import { planOf } from '#simulator/scenario/plan.ts';
import { tempFile } from '#test/gateway/temp.ts';
import { withRest } from './scenarios.ts';

const FOLDER = fileURLToPath(new URL('../../../simulator/scenarios/', import.meta.url));
const files = readdirSync(FOLDER);

describe('the library', () => {
  it('lists every file of its folder with a title and what it is about', async () => {
    const scenarios = await library();
    expect(scenarios.map(({ name }) => `${name}.yaml`)).toEqual([...files].sort());
    for (const { title, about } of scenarios) expect(`${title}: ${about}`).toMatch(/^.+: .+\.$/);
  });

  for (const file of files) {
    it(`has in ${file} a valid scenario that says on top what it shows and how to read it`, async () => {
      const text = readFileSync(FOLDER + file, 'utf8');
      const top = text.slice(0, text.indexOf('\ntitle: '));
      expect(top.split('\n').every((line) => line.startsWith('# '))).toBe(true);
      expect(top).toMatch(/^# Shows /m);
      expect(top).toMatch(/\bread\b/i);
      const { presses } = planOf(await findScenario(file.replace('.yaml', '')));
      expect(presses.at.length).toBeGreaterThan(20);
    });
  }

  it('takes at most a minute and a half for each, but for the soak', async () => {
    const long = (await library()).filter(({ duration }) => duration > 90_000);
    expect(long.map(({ name }) => name)).toEqual(['soak']);
  });

  it('says which names there are when one is unknown', async () => {
    await expect(findScenario('smok')).rejects.toThrow(/smok: no such scenario; .*, smoke, /);
    await expect(findScenario('')).rejects.toThrow(/no such scenario/);
  });

  it('takes the path of any other file', async () => {
    const file = await tempFile('mine.yaml', withRest(''));
    expect((await findScenario(file)).name).toBe('mine');
    await expect(findScenario('./smoke')).rejects.toThrow('./smoke: no such file');
  });
});
