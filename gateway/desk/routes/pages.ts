// Serves the pages as they were built: read once, kept compressed, and nothing else is ever loaded by them.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { DeskParts } from './parts.ts';

const BUILT = fileURLToPath(new URL('../page/dist/', import.meta.url));

/**
 * Nothing but what the desk itself serves is loaded or spoken to; no page frames this one. The hash is of the one style
 * element that the component library adds, which keeps a finger's tap on a button from being taken for a scroll. What
 * dials is loaded in a frame, so that the page stays and keeps its keys.
 */
const headers = (dialer: string) => ({
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; img-src 'self'; connect-src 'self'; frame-src ${dialer}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** As a policy names it: a scheme such as `tel:`, or the office's telephone system. */
function dialerOf(telephoneUrl: string): string {
  if (telephoneUrl === 'off') return "'none'";
  if (telephoneUrl === '') return 'tel:';
  const example = telephoneUrl.replace('{number}', '0');
  if (!URL.canParse(example)) return `${example.split(':')[0]}:`;
  const { protocol, origin } = new URL(example);
  return origin === 'null' ? protocol : origin;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Other texts of the build, licences for example, belong to the package and not to the pages. */
const PAGES: Record<string, string> = {
  'index.html': '/',
  'helper.html': '/helper',
  'one-time-login.html': '/one-time-login',
};

interface PageFile {
  type: string;
  plain: Buffer;
  zipped: Buffer;
  /** Its name changes with its content. */
  isForever: boolean;
}

const zip = promisify(gzip);

/** Adds the built pages. Rejects with DESK_FAILED when they were not built. */
export async function pageRoutes(
  fastify: FastifyInstance,
  { telephoneUrl }: Pick<DeskParts, 'telephoneUrl'>,
): Promise<void> {
  const ofAll = headers(dialerOf(telephoneUrl));
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    reply.headers(ofAll);
    if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  for (const [path, file] of await filesOfPages()) {
    fastify.get(path, (request, reply) => {
      const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      if (isZipped) reply.header('content-encoding', 'gzip');
      if (file.isForever) reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.type(file.type).send(isZipped ? file.zipped : file.plain);
    });
  }
}

async function filesOfPages(): Promise<Map<string, PageFile>> {
  const files = new Map<string, PageFile>();
  try {
    for (const name of await readdir(BUILT, { recursive: true })) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      const plain = await readFile(join(BUILT, name));
      const path = PAGES[name] ?? `/${name}`;
      const isForever = name.startsWith('assets/');
      files.set(path, { type, plain, zipped: await zip(plain), isForever });
    }
  } catch (error) {
    throw new GatewayError('DESK_FAILED', `${BUILT}: ${reasonOf(error)}: npm run build:page`);
  }
  return files;
}
