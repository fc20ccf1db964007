// What the build lets a board forget after its start: found in the script, whatever that is.
import { describe, expect, it } from 'vitest';
import { buildFirmware } from '#firmware/build/firmware.ts';
import { forgetting } from '#firmware/build/forget.ts';

const CLASS = 'delete Device.prototype.constructor;delete Device;';

describe('what the board lets go of after its start', () => {
  it('is a class of which only the start makes an object', () => {
    expect(forgetting('class Device{press(){}}!function(){new Device().press()}();')).toBe(CLASS);
    expect(forgetting('var Device=class{press(){}};!function(){new Device().press()}();')).toBe(
      CLASS,
    );
  });

  it('is a class of which the constructor of such a class makes an object', () => {
    const script =
      'class Link{}class Device{constructor(){this.link=new Link()}}!function(){new Device()}();';
    expect(forgetting(script)).toBe(`delete Link.prototype.constructor;delete Link;${CLASS}`);
  });

  it('is a function that only the start calls, and a constant that only this function reads', () => {
    const script = 'const pin=5;function watch(){return pin}!function(){watch()}();';
    expect(forgetting(script)).toBe('delete pin;delete watch;');
  });

  it('is the function that starts, where it has a name', () => {
    expect(forgetting('function run(){}run();')).toBe('delete run;');
  });

  it.each([
    ['a method', 'class Link{}class Device{go(){new Link()}}!function(){new Device()}();'],
    [
      'a callback of the start',
      'class Link{}class Device{}!function(){new Device();setTimeout(()=>new Link(),1)}();',
    ],
    [
      'a callback of a constructor',
      'class Link{}class Device{constructor(){setTimeout(()=>new Link(),1)}}!function(){new Device()}();',
    ],
    [
      'a method of an object',
      'class Link{}class Device{}const hal={connect(){return new Link()}};!function(){new Device(hal)}();',
    ],
    [
      'a function that a method calls',
      'class Link{}class Device{go(){make()}}function make(){return new Link()}!function(){new Device()}();',
    ],
    [
      'the constructor of a class that a method makes an object of',
      'class Link{}class Client{constructor(){new Link()}}class Device{go(){new Client()}}!function(){new Device()}();',
    ],
    [
      'the ancestor of a class that a method makes an object of',
      'class Link{}class Client extends Link{}class Device{go(){new Client()}}!function(){new Device()}();',
    ],
    [
      'a function that the start gives away',
      'class Link{}class Device{}function make(){return new Link()}!function(){new Device(make)}();',
    ],
    [
      'the question whether something is of a class',
      'class Link{}class Device{go(what){return what instanceof Link}}!function(){new Device()}();',
    ],
  ])('is nothing that %s needs', (_user, script) => {
    expect(forgetting(script)).not.toContain('Link');
    expect(forgetting(script)).toContain(CLASS);
  });

  it('is nothing of the same name as a parameter that a method reads', () => {
    const script =
      'class Link{}class Device{go(Link){return Link}}!function(){new Device(new Link())}();';
    expect(forgetting(script)).toContain('delete Link;');
  });

  it('is on the built script the device with all that it makes once, and no alarm', async () => {
    const { main } = await buildFirmware(true);
    for (const once of ['Device', 'Outbox', 'Link', 'Keys']) {
      expect(main.code).toContain(`delete ${once}.prototype.constructor;delete ${once};`);
    }
    for (const again of ['Alarm', 'MqttClient', 'SealedSession']) {
      expect(main.code).toContain(`${again}`);
      expect(main.code).not.toContain(`delete ${again};`);
    }
  });
});
