// What an installer has answered is read once more before it counts, and a wrong answer can be taken back at any time.
import { describe, expect, it, test } from 'vitest';
import { OPERATOR } from '#test/support/registry.ts';
import { asked, bench, given } from './set-up.ts';

/** The answers of somebody who gives nothing by flags but what every command names. */
const ANSWERS = {
  device_id: 'CB-0001',
  reference: 'H-1',
  community: 'East',
  subdistrict: 'New Street',
  name: 'Wang',
  address: 'Road 7',
  telephone: '139',
  group: 'north',
  wifi_ssid: 'home',
  wifi_password: '12345678',
};

function nothingBut({ gateway, tokenFile, main }: ReturnType<typeof given>) {
  return { gateway: gateway as string, tokenFile: tokenFile as string, main: main as string };
}

test.concurrent('before anything is registered or written all answers are read once more, each with its name', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  Object.assign(at.answers, ANSWERS);
  let atReview: unknown[] = [];
  at.onStep = (title) => {
    if (title === 'Enter the home') atReview = [...api.homes, ...api.devices];
  };
  expect(await at.run(nothingBut(given(api)), true)).toBe(0);
  expect(at.reviews).toEqual([{ ...ANSWERS, wifi_password: 'given', main: api.main }]);
  expect(atReview).toEqual([]);
  expect(at.shown).toContain('Resident’s reference: H-1');
  expect(at.shown).not.toContain('12345678');
});

test.concurrent('every line of it can be corrected, and only the last word is registered', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  Object.assign(at.answers, { ...ANSWERS, reference: 'H-9', device_id: 'CB-0009', group: 'nort' });
  at.corrections.push(
    ['reference', 'H-1'],
    ['device_id', 'CB-0001'],
    ['community', 'West'],
    ['subdistrict', ''],
    ['name', 'Wang Wu'],
    ['group', 'north'],
    ['wifi_ssid', 'their home'],
    ['wifi_password', ''],
  );
  expect(await at.run(nothingBut(given(api)), true)).toBe(0);
  expect(at.reviews).toHaveLength(9);
  expect(at.reviews.at(-1)).toMatchObject({
    subdistrict: '–',
    wifi_password: 'none: an open network',
  });
  expect(api.devices.map(({ deviceId, group }) => [deviceId, group])).toEqual([
    ['CB-0001', 'north'],
  ]);
  expect(api.homes.map(({ reference }) => reference)).toEqual(['H-1']);
  expect(api.home('H-1')).toMatchObject({
    community: 'West',
    subdistrict: '',
    resident: { name: 'Wang Wu' },
  });
});

describe('an installation that was broken off', () => {
  it.concurrent('suggests what was answered before, and takes what is answered now', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    Object.assign(at.answers, { ...ANSWERS, reference: 'H-9', community: 'Wrong', group: 'wrong' });
    at.onStep = (title) => {
      if (title === 'Enter the home') at.controller.abort();
    };
    expect(await at.run(nothingBut(given(api)), true)).toBe(1);
    at.controller = new AbortController();
    at.onStep = () => {};
    const { reference, community, group, ...others } = at.answers;
    for (const field of ['reference', 'community', 'group'] as const) delete at.answers[field];
    Object.assign(at.answers, others);
    at.corrections.push(['reference', 'H-1'], ['community', 'East'], ['group', 'north']);
    expect(await at.run(nothingBut(given(api)), true)).toBe(0);
    // The suggestions were taken with Enter, and corrected in the summary.
    expect(at.reviews[1]).toMatchObject({ reference: 'H-9', community: 'Wrong', group: 'wrong' });
    expect(api.homes.map(({ reference }) => reference)).toEqual(['H-1']);
    expect(api.device()).toMatchObject({ group: 'north' });
  });

  it.concurrent('corrects at the gateway what was registered already: group and place', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    Object.assign(at.answers, { ...ANSWERS, community: 'Wrong', group: 'wrong', name: 'Wong' });
    at.onStep = (title) => {
      if (title === 'Connect') at.controller.abort();
    };
    expect(await at.run(nothingBut(given(api)), true)).toBe(1);
    expect(api.home('H-1')).toMatchObject({ community: 'Wrong' });
    at.controller = new AbortController();
    at.onStep = () => {};
    at.corrections.push(['community', ''], ['group', 'north'], ['name', 'Wang']);
    expect(await at.run(nothingBut(given(api)), true)).toBe(0);
    // An installer isn't told who lives there, and may say it anew.
    expect(at.reviews[1]).toMatchObject({ name: expect.stringContaining('as the gateway has it') });
    expect(api.home('H-1')).toMatchObject({
      community: '',
      subdistrict: 'New Street',
      resident: { name: 'Wang', address: 'Road 7' },
    });
    expect(api.device()).toMatchObject({ group: 'north', state: 'in_service' });
  });

  it.concurrent('goes on without a terminal with nothing that nobody has found right', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    Object.assign(at.answers, { ...ANSWERS, reference: 'H-9' });
    delete at.answers.wifi_ssid;
    expect(await at.run(nothingBut(given(api)), true)).toBe(2);
    expect(api.homes).toEqual([]);
    at.answers.reference = undefined as never;
    const { reference, ...rest } = given(api);
    expect(await at.run(rest)).toBe(2);
    expect(at.shown).toContain('--reference');
    expect(api.homes).toEqual([]);
  });
});

describe('a reference that is corrected', () => {
  it.concurrent('takes the place of the other home from the gateway, never that of the wrong one', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    for (const [reference, community] of [
      ['H-1', 'East'],
      ['H-9', 'West'],
    ] as const) {
      await api.ports.registry.putHome(OPERATOR, {
        reference,
        community,
        subdistrict: '',
        resident: {},
      });
    }
    Object.assign(at.answers, { ...ANSWERS, reference: 'H-9' });
    at.corrections.push(['reference', 'H-1']);
    expect(await at.run(nothingBut(given(api)), true)).toBe(0);
    expect(at.reviews.map(({ community }) => community)).toEqual(['West', 'East']);
    expect([api.home('H-1')?.community, api.home('H-9')?.community]).toEqual(['East', 'West']);
    expect(api.device().homeId).toBe(api.home('H-1')?.homeId);
  });

  it.concurrent('was given by a flag or by a row of a list: it can be corrected all the same', async ({
    onTestFinished,
  }) => {
    const { api, at } = await bench(onTestFinished);
    at.corrections.push(['reference', 'H-1']);
    expect(await at.run({ ...asked(api), reference: 'H-9' }, true)).toBe(0);
    expect(api.homes.map(({ reference }) => reference)).toEqual(['H-1']);
  });
});

test.concurrent('the gateway’s address that is corrected is written, also to a device that holds another', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  Object.assign(at.answers, ANSWERS);
  at.onStep = (title) => {
    if (title === 'Light and buzzer') at.controller.abort();
  };
  expect(await at.run(nothingBut(given(api)), true)).toBe(1);
  at.controller = new AbortController();
  at.onStep = () => {};
  const boots = at.device.boots;
  at.corrections.push(['spare', '127.0.0.1:9']);
  const again = { ...nothingBut(given(api)), spare: '127.0.0.1:8' };
  expect(await at.run(again, true)).toBe(0);
  expect(at.cable.written).toContain(' set spare_port 9');
  expect(at.device.boots).toBe(boots + 1);
});

test.concurrent('without a terminal what was taken is told too, without who lives there', async ({
  onTestFinished,
}) => {
  const { api, at } = await bench(onTestFinished);
  expect(await at.run(given(api))).toBe(0);
  expect(at.shown).toContain('Resident’s reference: H-1');
  expect(at.shown).toContain('Community: 和平社区');
  expect(at.shown).not.toMatch(/张三丰|幸福路|13912345678/);
});
