// The desk is on by default where nobody says where presses go, and changes nothing for whoever has said it.
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '#gateway/config/index.ts';
import { tempFile } from '../temp.ts';

const SITE =
  'destinations:\n  site: { type: webhook, url: "https://x.test", secret: { env: S } }\n';
const read = async (yaml: string) => readConfig(await tempFile('c.yaml', yaml));
const written = (yaml: string) => parse(yaml) as { routes: object; destinations: object };

describe('the desk', () => {
  it('is on without a configuration, and every key goes to it', async () => {
    const { desk, destinations, routes } = await readConfig(undefined);
    expect(desk).toBe('auto');
    expect(destinations).toEqual({ desk: { type: 'desk' } });
    expect(routes).toMatchObject({ red: 'desk', green: 'desk', status: 'desk' });
  });

  it('gets the keys that have no route, and no other', async () => {
    const { routes } = await read(`${SITE}routes: { red: site }\n`);
    expect(routes).toMatchObject({ red: 'site', green: 'desk', status: 'desk' });
  });

  it('is not there when red and green have routes of their own: such a configuration stays as it was', async () => {
    const yaml = `${SITE}routes: { red: site, green: { to: site } }\n`;
    const { routes, destinations } = await read(yaml);
    expect(Object.keys(destinations)).toEqual(['site']);
    expect(routes).toEqual({ ...written(yaml).routes, groups: {} });
  });

  it.each([
    'routes: { red: { to: site, fallback: { to: desk, after: 10s } }, green: site }',
    'routes: { red: { to: site, escalate: [{ to: desk, after: 60s }] }, green: site }',
    'routes: { red: site, green: site, groups: { north: { red: desk } } }',
    'desk: {}\nroutes: { red: site, green: site }',
    'desk: { port: 9000 }\nroutes: { red: site, green: site }',
  ])('is there when a route leads to it, or it is asked for: %s', async (yaml) => {
    const { destinations, routes } = await read(`${SITE}${yaml}\n`);
    expect(destinations.desk).toEqual({ type: 'desk' });
    expect(routes.status).toBe('desk');
    expect(routes.green).toBe('site');
  });

  it('is somebody’s own when a destination has its name, as the guide of former versions said', async () => {
    const yaml = `${SITE.replace('site', 'desk')}routes: { red: desk }\n`;
    const { destinations, routes } = await read(yaml);
    expect(Object.keys(destinations)).toEqual(['desk']);
    expect(destinations.desk?.type).toBe('webhook');
    expect(routes.green).toBeUndefined();
  });

  it('may have another name', async () => {
    const { routes } = await read('destinations: { office: { type: desk } }\n');
    expect(routes).toMatchObject({ red: 'office', green: 'office', status: 'office' });
  });

  it('is off when that is said, and then no route may lead to it', async () => {
    const { destinations, routes } = await read('desk: off\n');
    expect(destinations).toEqual({});
    expect(routes.red).toBeUndefined();
    await expect(read('desk: off\nroutes: { red: desk }\n')).rejects.toThrow('routes.red');
    const both = 'desk: off\ndestinations: { d: { type: desk } }\n';
    await expect(read(both)).rejects.toThrow('take `desk: off` out');
  });

  it.each([
    ['desk: { port: 0 }', 'desk.port'],
    ['desk: { port: 70000 }', 'desk.port'],
    ['desk: { host: "" }', 'desk.host'],
    ['desk: on', 'desk'],
    ['desk: { prot: 1 }', 'desk'],
    ['desk: {}\nhttp: { port: 8090 }', 'desk.port'],
    [`desk: {}\n${SITE.replace('site', 'desk')}`, 'desk: a destination of another type'],
  ])('is refused as %j, with the place', async (yaml, text) => {
    await expect(read(`${yaml}\n`)).rejects.toThrow(text);
  });

  it.each([
    ['no place for the number', 'https://pbx.example/dial'],
    ['no scheme', 'pbx.example/{number}'],
    ['a script', 'javascript:dial({number})'],
    ['the number as a host', 'https://{number}.pbx.example/dial'],
  ])('refuses an address to dial by with %s', async (_what, url) => {
    const reading = read(`desk: { telephone_url: "${url}" }\n`);
    await expect(reading).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('lets officers dial by hand', async () => {
    const { desk } = await read('desk: { telephone_url: off }\n');
    expect(desk).toMatchObject({ telephone_url: 'off' });
  });

  it('refuses to keep what was said for less than a day', async () => {
    const reading = read('desk: { retention: { notes: 1h } }\n');
    await expect(reading).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
