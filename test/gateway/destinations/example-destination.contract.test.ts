// The example of the README keeps the contract, has no more than 50 lines of code, and is what the README shows.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  type Behaviour,
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import { DutyPhone } from './example-destination.ts';
import { TestServer } from './server.ts';

const STATUS: Partial<Record<Behaviour, number>> = {
  accepting: 200,
  'silent about acceptance': 200,
  refusing: 401,
  'refusing for ever': 413,
  busy: 429,
};

destinationContract('the example of the README', async (): Promise<DestinationHarness> => {
  const server = await new TestServer().start();
  return {
    can: ['unknown', 'refused', 'moment', 'ids'],
    destination: new DutyPhone('duty phone', server.origin),
    async become(behaviour) {
      if (behaviour === 'gone') return server.stop();
      const status = STATUS[behaviour];
      server.answer = (response) => {
        if (status !== undefined) response.writeHead(status, { 'retry-after': '7' }).end();
      };
      await server.start();
    },
    received: () => server.received.map(({ headers }) => String(headers['x-sequence-id'])),
    whenReceived: (count) => server.whenReceived(count),
    close: () => server.stop(),
  };
});

it('is what the README shows, in 50 lines of code', async () => {
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
  const code = await read('./example-destination.ts');
  const readme = await read('../../../gateway/destinations/README.md');
  expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``);
  const lines = code.split('\n').filter((line) => line.trim() !== '' && !/^\s*\/\//.test(line));
  expect(lines.length).toBeLessThanOrEqual(50);
});
