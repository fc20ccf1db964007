// Events are heard at once, by those who listen to them, in the order in which they began to.
import { expect, it } from 'vitest';
import { Emitter } from '#gateway/system/emitter.ts';

interface Events {
  opened: { name: string };
  closed: { name: string };
}

it('an event is heard at once by all who listen to it, the first listener first', () => {
  const events = new Emitter<Events>();
  const heard: string[] = [];
  events.on('opened', ({ name }) => heard.push(`first ${name}`));
  events.on('opened', ({ name }) => heard.push(`second ${name}`));
  events.on('closed', ({ name }) => heard.push(`closed ${name}`));
  events.emit('opened', { name: 'a' });
  expect(heard).toEqual(['first a', 'second a']);
});

it('an event that nobody listens to is told to nobody', () => {
  const events = new Emitter<Events>();
  expect(() => events.emit('closed', { name: 'a' })).not.toThrow();
});
