// The OpenAPI 3.1 document of the admin API, made of the endpoints that are served.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { API, PathParts, Problem } from './wire.ts';

const jsonOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io });
  return { 'application/json': { schema: json } };
};

const PROBLEM = {
  description: 'what was wrong, and what to do',
  content: jsonOf(Problem, 'output'),
};

export function openApi(endpoints: readonly Endpoint[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = API + endpoint.path;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'call-button gateway: admin API',
      version,
      description:
        'Devices, homes, keys, calls and orders. Errors carry a code: docs/reference/error-codes.md lists them.',
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
    paths,
  };
}

function operationOf({ path, role, summary, query, body, answers }: Endpoint): object {
  return {
    summary,
    description: `For the role ${role} and above.`,
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: jsonOf(body, 'input') } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          { description: 'done', ...(schema && { content: jsonOf(schema, 'output') }) },
        ]),
      ),
      default: PROBLEM,
    },
  };
}

function pathParameters(path: string): object[] {
  const { properties = {} } = z.toJSONSchema(PathParts);
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name],
  }));
}

function queryParameters(query: z.ZodType | undefined): object[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
