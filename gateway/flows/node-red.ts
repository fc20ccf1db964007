// Where Node-RED is: an optional dependency, which nothing but the process of the flows loads.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { GatewayError } from '../domain/errors.ts';

/** Its folder. Throws FLOWS_UNAVAILABLE. */
export function nodeRedFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('node-red/package.json'));
  } catch {
    throw new GatewayError('FLOWS_UNAVAILABLE', 'flows: there is no Node-RED');
  }
}
