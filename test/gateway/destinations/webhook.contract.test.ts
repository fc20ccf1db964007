// The webhook destination keeps the contract of the destination port.
import {
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import { deadOrigin, TestServer, webhookTo } from './server.ts';

const STATUS = {
  accepting: 200,
  'silent about acceptance': 202,
  refusing: 401,
  'refusing for ever': 422,
  busy: 429,
};

destinationContract('webhook', async (): Promise<DestinationHarness> => {
  const server = await new TestServer().start();
  const alive = webhookTo(`${server.origin}/events`);
  const gone = webhookTo(await deadOrigin());
  let target = alive;
  return {
    can: ['accepted', 'unknown', 'refused', 'moment', 'ids', 'notices'],
    destination: {
      name: alive.name,
      start: () => alive.start(),
      stop: () => alive.stop(),
      carries: () => true,
      deliver: (delivery, signal) => target.deliver(delivery, signal),
    },
    become(behaviour) {
      target = behaviour === 'gone' ? gone : alive;
      server.answer = (response) => {
        if (behaviour === 'hanging' || behaviour === 'gone') return;
        response.writeHead(STATUS[behaviour], { 'retry-after': '7' }).end();
      };
    },
    received: () => server.received.map(({ body }) => JSON.parse(body).id),
    whenReceived: (count) => server.whenReceived(count),
    close: () => server.stop(),
  };
});
