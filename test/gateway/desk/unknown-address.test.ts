// What the desk answers where it has nothing: a code and both languages, as to everything that it refuses.
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { deskAlone } from './desk-alone.ts';

it.each([
  ['an address that it does not have', '/nothing', 404, 'DESK_NO_SUCH_PAGE'],
  ['the same below its API', '/api/nothing', 404, 'DESK_NO_SUCH_PAGE'],
  ['an address that can not be decoded', '/%ff', 400, 'DESK_REQUEST_MALFORMED'],
  ['a part that is too long', `/api/residents/${'x'.repeat(200)}`, 414, 'DESK_REQUEST_MALFORMED'],
  ['more headers than are read', `/?${'x'.repeat(20_000)}`, 431, 'DESK_REQUEST_MALFORMED'],
])('%s', async (_what, path, status, code) => {
  const { running } = await deskAlone();
  const response = await fetch(`http://127.0.0.1:${running.port}${path}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    code,
    message: expect.stringMatching(/^[\x20-\x7e]+$/),
    zh: expect.stringMatching(/[\u4e00-\u9fff]/),
  });
});

it('what is no HTTP', async () => {
  const { running } = await deskAlone();
  const socket = connect(running.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('hello\r\n\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toContain('"code":"DESK_REQUEST_MALFORMED"');
});
