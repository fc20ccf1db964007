// The webhook destination keeps the contract of the destination port.
import { HostLookup } from '#gateway/destinations/lookup.ts';
import {
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import { FAST, TestServer, webhookTo } from './server.ts';

const STATUS = {
  accepting: 200,
  'silent about acceptance': 202,
  refusing: 401,
  'refusing for ever': 422,
  busy: 429,
};

destinationContract('webhook', async (): Promise<DestinationHarness> => {
  const server = await new TestServer().start();
  const url = `${server.origin}/events`;
  return {
    can: ['accepted', 'unknown', 'refused', 'moment', 'ids', 'notices', 'link'],
    destination: webhookTo(url, Date.now, new HostLookup(), { time: FAST }),
    async become(behaviour) {
      if (behaviour === 'gone') return server.stop();
      server.answer = (response) => {
        if (behaviour === 'hanging') return;
        response.writeHead(STATUS[behaviour], { 'retry-after': '7' }).end();
      };
      await server.start();
    },
    received: () => server.received.map(({ body }) => JSON.parse(body).id),
    whenReceived: (count) => server.whenReceived(count),
    close: () => server.stop(),
  };
});
