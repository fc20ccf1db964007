// The webhook destination keeps the contract of the destination port.
import {
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import { deadOrigin, TestServer, webhookTo } from './server.ts';

destinationContract('webhook', async (): Promise<DestinationHarness> => {
  const server = await new TestServer().start();
  const alive = webhookTo(`${server.origin}/events`);
  const gone = webhookTo(await deadOrigin());
  let target = alive;
  return {
    destination: {
      name: alive.name,
      start: () => alive.start(),
      stop: () => alive.stop(),
      carries: () => true,
      deliver: (delivery, signal) => target.deliver(delivery, signal),
    },
    become(behaviour) {
      target = behaviour === 'gone' ? gone : alive;
      const status = { accepting: 200, 'silent about acceptance': 202, refusing: 400 };
      server.answer = (response) => {
        if (behaviour !== 'hanging' && behaviour !== 'gone') {
          response.writeHead(status[behaviour]).end();
        }
      };
    },
    received: () => server.received.map(({ body }) => JSON.parse(body).id),
    whenReceived: (count) => server.whenReceived(count),
    close: () => server.stop(),
  };
});
