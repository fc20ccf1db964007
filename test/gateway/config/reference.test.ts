// docs/reference/configuration.md has every key of the schema, and no key that isn't there.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigSchema } from '#gateway/config/schema.ts';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** The paths of all values that one can write: `*` is any name, `[]` any entry of a list. */
function pathsOf(schema: JsonSchema, path: string): string[] {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [] } = schema;
  const isPlaceOfSecret = 'env' in properties || 'file' in properties;
  const inside = isPlaceOfSecret
    ? []
    : Object.entries(properties).flatMap(([key, value]) =>
        pathsOf(value, path === '' ? key : `${path}.${key}`),
      );
  if (typeof additionalProperties === 'object') {
    inside.push(...pathsOf(additionalProperties, `${path}.*`));
  }
  if (items) inside.push(...pathsOf(items, `${path}[]`));
  for (const form of [...anyOf, ...oneOf]) inside.push(...pathsOf(form, path));
  return inside.length > 0 ? inside : [path];
}

/** Keys of the reference that stand for several of the schema. */
function generalized(path: string): string {
  return path
    .replace(/^routes\.groups\..*/, 'routes.groups.*')
    .replace(/^routes\.(red|green|status)\b/, 'routes.*')
    .replace(/^(destinations\.\*\.events)\.\w+/, '$1.*')
    .replace(/^(destinations\.\*\.accepted_when\.equals)\[\]$/, '$1');
}

const { properties } = z.toJSONSchema(ConfigSchema, { io: 'input', unrepresentable: 'any' });
const schema = { properties } as JsonSchema;
const known = new Set(pathsOf(schema, '').map(generalized));

describe.each(['configuration.md', 'configuration.zh-CN.md'])('the reference %s', (name) => {
  const FILE = new URL(`../../../docs/reference/${name}`, import.meta.url);
  /** The keys of the first column of all tables. */
  const keysOf = (markdown: string) =>
    [...markdown.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
      [...(cell as string).matchAll(/`([^`]+)`/g)].map(([, key]) => key as string),
    );

  it('has every key of the configuration', async () => {
    const keys = new Set(keysOf(await readFile(FILE, 'utf8')));
    expect(known.size).toBeGreaterThan(80);
    // What stands above a table, or is a route by its destination's name alone.
    const elsewhere = ['destinations.*.type', 'routes.*', 'flood', 'flows', 'desk'];
    const missing = [...known].filter((path) => !keys.has(path) && !elsewhere.includes(path));
    expect(missing).toEqual([]);
  });

  it('has no key that the configuration does not have', async () => {
    const keys = keysOf(await readFile(FILE, 'utf8'));
    const isKnown = (key: string) =>
      [...known].some((path) => path === key || path.startsWith(`${key}.`));
    expect(keys.filter((key) => !isKnown(key))).toEqual([]);
  });
});
