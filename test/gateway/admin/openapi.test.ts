// The OpenAPI document: valid by the specification's own schema, and about exactly what is served.
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { ENDPOINTS } from '#gateway/admin/endpoints.ts';
import { openApi } from '#gateway/admin/openapi.ts';
import { VERSION } from '#gateway/version.ts';

const DOCUMENT = openApi(ENDPOINTS, VERSION) as {
  paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
};

it('is valid by the schema of OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(DOCUMENT));
  expect(result).toEqual({ valid: true });
});

it('describes every endpoint once', () => {
  const described = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = ENDPOINTS.map(({ method, path }) => `${method} /api/v1${path}`);
  expect(described.toSorted()).toEqual(served.toSorted());
  expect(new Set(served).size).toBe(served.length);
});

it('names every part of a path that stands for something', () => {
  for (const [path, methods] of Object.entries(DOCUMENT.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(names);
    }
  }
});
