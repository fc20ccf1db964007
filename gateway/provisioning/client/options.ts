// The gateway's address, its certificate and the token, from flags, files and the environment.
import { readFile } from 'node:fs/promises';
import { fileProblem } from '../../system/files.ts';
import { Failure } from '../failure.ts';
import { AdminClient } from './api.ts';
import { fingerprintOf, GatewayHttp, type Trust } from './http.ts';

export interface GatewayOptions {
  gateway?: string;
  ca?: string;
  fingerprint?: string;
  tokenFile?: string;
}

/** Errors: GATEWAY_MISSING, GATEWAY_PLAIN, TOKEN_MISSING, FIELD_WRONG, FILE_FAILED. */
export async function gatewayOf(
  options: GatewayOptions,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<AdminClient> {
  const address = addressOf(options, environment);
  const trust = await trustOf(options, environment);
  const token = await tokenOf(options, environment);
  return new AdminClient(new GatewayHttp(address, token, trust, signal), signal);
}

export function addressOf({ gateway }: GatewayOptions, environment: NodeJS.ProcessEnv): URL {
  const text = gateway ?? environment.CALL_BUTTON_GATEWAY ?? '';
  if (text === '') throw new Failure('GATEWAY_MISSING');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new Failure('FIELD_WRONG', 'gateway');
  return new URL(text);
}

async function trustOf(options: GatewayOptions, environment: NodeJS.ProcessEnv): Promise<Trust> {
  const pin = options.fingerprint ?? environment.CALL_BUTTON_FINGERPRINT;
  if (pin !== undefined && pin !== '') {
    const fingerprint = fingerprintOf(pin);
    if (fingerprint === undefined) throw new Failure('FIELD_WRONG', 'fingerprint');
    return { fingerprint };
  }
  return options.ca === undefined ? {} : { ca: await contentOf(options.ca) };
}

async function tokenOf(options: GatewayOptions, environment: NodeJS.ProcessEnv): Promise<string> {
  const { tokenFile } = options;
  const text = tokenFile === undefined ? environment.CALL_BUTTON_TOKEN : await contentOf(tokenFile);
  const token = text?.trim() ?? '';
  if (token === '') throw new Failure('TOKEN_MISSING');
  // Anything else would be refused by the HTTP client, with the token in its words.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failure('TOKEN_REFUSED');
  return token;
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure('FILE_FAILED', `${path}: ${fileProblem(error).en}`);
  }
}
