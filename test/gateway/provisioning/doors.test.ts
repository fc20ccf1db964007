// Text from people meets the same rule at every door: list, flags, questions, the API, a devices file and its import.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INSTALLER } from '#gateway/messages/installer.ts';
import { LANGUAGES, textsIn } from '#gateway/messages/sentence.ts';
import { readList } from '#gateway/provisioning/batch/list.ts';
import { faultOf } from '#gateway/provisioning/fields.ts';
import { readDeviceFile } from '#gateway/registry/device-file.ts';
import { OPERATOR } from '#test/support/registry.ts';
import { bench, given } from './set-up.ts';

/** What nobody sees, or what a spreadsheet made of a long number. */
const CHANGED = ['4711\u200b', '47\u00ad11', '4711\ufe0f', '3.20602E+17', '#N/A', 'H\u00a01'];

test('a reference that other programs have changed is refused at every door, and told without its value', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  const file = join(at.stateFolder, 'devices.yaml');
  const { group, state, key } = { group: '', state: 'in_service' as const, key: '07'.repeat(32) };
  for (const reference of CHANGED) {
    for (const texts of LANGUAGES.map((language) => textsIn(INSTALLER, language))) {
      const fault = faultOf('reference', reference);
      const said = texts.faults[fault as 'invisible'];
      const { rows, bad } = readList(Buffer.from(`reference\nH-1\n${reference}\nH-3\n`), texts);
      expect(rows.map(({ line }) => line)).toEqual([2, 4]);
      expect(bad).toEqual([{ line: 3, what: `reference: ${said}` }]);
    }
    at.shown = '';
    expect(await at.run({ ...given(api), reference })).toBe(2);
    expect(at.shown).toContain('reference: ');
    const answer = await fetch(`${api.url}/api/v1/homes`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reference }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { code: 'FIELD_INVALID', message: expect.stringMatching(/^reference: /) },
    ]);
    const home = JSON.stringify({ reference });
    writeFileSync(file, `devices:\n- { device_id: CB-0001, key: '${key}', home: ${home} }\n`);
    await expect(readDeviceFile(file)).rejects.toMatchObject({
      code: 'DEVICES_INVALID',
      message: expect.stringMatching(/devices\[0\]\.home\.reference: /),
    });
    const secret = Buffer.from(key, 'hex');
    const device = { deviceId: 'CB-0001', key: { version: 1, secret }, group, state };
    const imported = [{ ...device, home: { reference } }];
    const { skipped } = await api.ports.registry.importDevices(OPERATOR, imported, () => undefined);
    expect(skipped).toEqual([{ deviceId: 'CB-0001', code: 'FIELD_INVALID' }]);
  }
  expect([api.homes, api.devices]).toEqual([[], []]);
  expect(at.cable.opened).toBe(0);
});

test('the group of a devices file, by which calls are routed, has nothing invisible either', async ({
  onTestFinished,
}) => {
  const { at } = await bench(onTestFinished);
  const file = join(at.stateFolder, 'devices.yaml');
  for (const group of ['north ', 'north\u200b']) {
    const entry = JSON.stringify({ device_id: 'CB-0001', key: '07'.repeat(32), group });
    writeFileSync(file, `devices: [${entry}]\n`);
    await expect(readDeviceFile(file)).rejects.toThrow(/devices\[0\]\.group: /);
  }
});

test('a list may say what stands between its cells, as Excel does, and its columns may have invisible marks', () => {
  const texts = textsIn(INSTALLER, 'en');
  for (const hint of ['sep=;', '\ufeffsep=;', '"sep=;"', 'SEP=;', 'sep=;;;', '\n\nsep=;']) {
    const { rows, bad } = readList(
      Buffer.from(`${hint}\r\nreference\u200b;address\r\nH-1;a, b, c, d\r\n`),
      texts,
    );
    expect([hint, bad]).toEqual([hint, []]);
    expect(rows.map(({ values }) => values)).toEqual([{ reference: 'H-1', address: 'a, b, c, d' }]);
  }
  const tabs = readList(Buffer.from('sep=\t\nreference\tname\nH-1\tWang; Wu\n'), texts);
  expect(tabs.rows[0]).toEqual({ line: 3, values: { reference: 'H-1', name: 'Wang; Wu' } });
  const none = readList(Buffer.from('reference\nsep=;\n'), texts);
  expect(none.rows[0]?.values).toEqual({ reference: 'sep=;' });
});
