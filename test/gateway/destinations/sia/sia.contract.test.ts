// The SIA destination keeps the contract of the destination port: plain, and encrypted with a spare receiver.
import {
  type Behaviour,
  type DestinationHarness,
  destinationContract,
} from '#test/contract/destination.contract.ts';
import type { Answering } from './receiver.ts';
import { Setting } from './setting.ts';

/** Of link tests and of deliveries alike. */
function answering(setting: Setting, behaviour: Behaviour): Answering {
  const { main } = setting;
  if (behaviour === 'refusing') return (socket) => socket.write(main.nak());
  if (behaviour === 'refusing for ever')
    return (socket, message) => socket.write(main.duh(message));
  if (behaviour === 'hanging') return () => {};
  return (socket, message) => socket.write(main.ack(message));
}

async function harness(isEncrypted: boolean): Promise<DestinationHarness> {
  const setting = await new Setting().start();
  const { main, clock } = setting;
  // The id is what tells presses apart; a receiver has no other way to name them.
  const options = { extended: ['id' as const], supervision: 60_000 };
  const destination = isEncrypted
    ? setting.encrypted(undefined, options)
    : setting.destination(options);
  return {
    destination,
    can: ['accepted', 'refused', 'ids', 'notices', 'link'],
    async become(behaviour) {
      if (behaviour === 'gone') await main.stop();
      else await main.start();
      main.answer = answering(setting, behaviour);
      // The next link test is due.
      if (behaviour === 'gone' || behaviour === 'accepting') await clock.advance(60_000);
    },
    received: () => main.events.map(({ content }) => /\[I([^\]]+)\]/.exec(content)?.[1] ?? ''),
    whenReceived: (count) => main.when(({ events }) => events.length >= count),
    close: () => setting.stop(),
  };
}

destinationContract('SIA DC-09', () => harness(false));
destinationContract('SIA DC-09, encrypted', () => harness(true));
