// What comes over the control socket is checked, and nothing of it is said back: keys and names come this way.
import { expect, it } from 'vitest';
import { Dispatcher } from '#gateway/management/dispatcher.ts';
import type { ApiSubjects } from '#gateway/management/endpoint.ts';
import { openedIn } from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const USER = { name: 'local', role: 'admin' } as const;
const DEVICE = {
  device_id: 'CB-0001',
  key: 'ab'.repeat(32),
  key_version: 1,
  group: '',

  state: 'in_service',
  home: { reference: '1' },
};
const importing = (changes: object) => ({
  ask: 'import',
  by: 'root',
  devices: [{ ...DEVICE, ...changes }],
});

it('a malformed request is refused, changes nothing, and is not quoted', async () => {
  const { registry } = await openedIn(await tempFolder());
  const { tokens } = registry;
  const subjects = { registry, tokens, rotated: () => undefined } as unknown as ApiSubjects;
  const dispatcher = new Dispatcher(subjects);
  const answerRegistry = (asked: unknown) => dispatcher.answerSocket('/registry', USER, asked);
  for (const wrong of [
    undefined,
    null,
    'MARKED',
    [],
    {},
    { ask: 'MARKED' },
    { ask: 'list', limit: 1 },
    { ask: 'show' },
    { ask: 'show', device_id: 7 },
    { ask: 'import', devices: [] },
    importing({ key: 'MARKED' }),
    importing({ key: 'AB'.repeat(32) }),
    importing({ key_version: 0 }),
    importing({ state: 'new' }),
    importing({ home: { reference: ['MARKED'] } }),
    importing({ MARKED: 1 }),
    { ask: 'token_create', by: 'root', name: 'x', role: 'MARKED' },
    { ask: 'token_create', by: 'root', name: 'x', role: 'admin', expires_at: 'MARKED' },
    { ask: 'token_create', by: '', name: 'x', role: 'admin' },
  ]) {
    const error = await answerRegistry(wrong).catch((reason) => reason);
    expect([wrong, error.code]).toEqual([wrong, 'REQUEST_MALFORMED']);
    expect(error.message).not.toContain('MARKED');
  }
  const unknown = answerRegistry({ ask: 'show', device_id: 'CB-9999' });
  await expect(unknown).rejects.toMatchObject({ code: 'NO_SUCH_DEVICE' });
  expect(await registry.audit({ limit: 9 })).toEqual([]);
  expect(await answerRegistry(importing({}))).toMatchObject({ imported: ['CB-0001'] });
});
