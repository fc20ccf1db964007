// The OpenAPI document: valid by the specification's own schema, and about exactly what a gateway serves.
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { ENDPOINTS } from '#gateway/management/endpoints.ts';
import { openApi } from '#gateway/management/openapi.ts';
import { VERSION } from '#gateway/system/version.ts';
import { ApiBench, filled } from './management-bench.ts';

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

it('is what a gateway serves: every path with every method that it has, and no other method', async () => {
  const bench = await ApiBench.start();
  const origin = `http://127.0.0.1:${bench.gateway.adminPort}`;
  const served = await fetch(`${origin}/api/v1/openapi.json`);
  expect(await served.json()).toEqual(JSON.parse(JSON.stringify(DOCUMENT)));
  for (const [path, described] of Object.entries(DOCUMENT.paths)) {
    const answering: string[] = [];
    for (const method of ['get', 'put', 'post', 'patch', 'delete']) {
      // Without a token: what is there asks for one first, and what isn't there isn't.
      const { status } = await fetch(origin + filled(path, 'CB-0001'), {
        method: method.toUpperCase(),
      });
      expect([401, 404]).toContain(status);
      if (status === 401) answering.push(method);
    }
    expect([path, answering.toSorted()]).toEqual([path, Object.keys(described).toSorted()]);
  }
});

it('names every part of a path that stands for something', () => {
  for (const [path, methods] of Object.entries(DOCUMENT.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      expect(
        parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      ).toEqual(names);
    }
  }
});
