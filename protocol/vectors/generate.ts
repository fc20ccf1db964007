// Writes the golden vectors beside it: `tsx protocol/vectors/generate.ts`. A change of one breaks every device.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEVICE, hex, KEYS, OTHER_DEVICE } from './source/common.ts';
import { downlinkVectors } from './source/downlinks.ts';
import { envelopeVectors } from './source/envelopes.ts';
import { lineVectors } from './source/lines.ts';
import { packetVectors } from './source/packets.ts';
import { passwordVectors } from './source/passwords.ts';
import { keyVectors, sealVectors } from './source/seals.ts';
import { uplinkVectors } from './source/uplinks.ts';

function keysOf(deviceId: string) {
  return (KEYS[deviceId] ?? []).map((key) => ({ version: key.version, key: hex(key.secret) }));
}

/** The keys that the gateway holds in envelopes.json and passwords.json. */
function keys() {
  return { [DEVICE]: keysOf(DEVICE), [OTHER_DEVICE]: keysOf(OTHER_DEVICE) };
}

/** Every vector file by its name. Bytes are lower-case hex; field names are those of proto3's JSON mapping. */
export function vectorFiles() {
  return {
    'seals.json': { vectors: sealVectors() },
    'keys.json': { vectors: keyVectors() },
    'envelopes.json': { keys: keys(), vectors: envelopeVectors() },
    'passwords.json': { keys: keys(), vectors: passwordVectors() },
    'uplinks.json': { vectors: uplinkVectors() },
    'downlinks.json': { vectors: downlinkVectors() },
    'lines.json': { vectors: lineVectors() },
    'packets.json': { keys: keys(), vectors: packetVectors() },
  };
}

const LINE_WIDTH = 100;
const LIST_OF_TEXTS = /^(.*)\[\n((?: *".*",?\n)+) *\](,?)$/gm;

/** JSON as this repository's formatter leaves it: a list of texts stands on one line when it fits. */
function layOut(content: unknown): string {
  const text = JSON.stringify(content, null, 2).replace(
    LIST_OF_TEXTS,
    (list, before, texts, after) => {
      const joined = `${before}[${texts.trim().replace(/,\n */g, ', ')}]${after}`;
      return joined.length <= LINE_WIDTH ? joined : list;
    },
  );
  return `${text}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const [name, content] of Object.entries(vectorFiles())) {
    writeFileSync(join(here, name), layOut(content));
  }
}
