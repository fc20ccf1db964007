// Firmware images made up for virtual devices: in the form of the build, with any scripts.
import { createHash } from 'node:crypto';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export interface ImageParts {
  version?: string;
  boards?: string[];
  /** By their names, in their order. */
  scripts?: Record<string, string>;
}

/** The bytes of the file of an image. */
export function imageFile({
  version = '0.3.0',
  boards = ['ESP32'],
  scripts = { main: 'print("main");'.repeat(60), cbservice: 'print("service");'.repeat(20) },
}: ImageParts = {}): Buffer {
  const files = Object.entries(scripts).map(([name, text]) => ({
    name,
    content: Buffer.from(text),
  }));
  const index = files.map(({ name, content }) => `${name}:${content.length}`).join(' ');
  const payload = Buffer.concat([
    Buffer.from(`${index}\n`),
    ...files.map(({ content }) => content),
  ]);
  const head = {
    format: 1,
    version,
    boards,
    bytes: payload.length,
    sha256: sha256(payload),
    scripts: files.map(({ name, content }) => ({
      name,
      bytes: content.length,
      sha256: sha256(content),
    })),
  };
  return withHead(head, payload);
}

/** Any head, with its check, in front of any payload. */
export function withHead(head: object, payload: Uint8Array): Buffer {
  const checked = JSON.stringify(head).slice(0, -1);
  const check = sha256(Buffer.from(checked));
  return Buffer.concat([Buffer.from(`${checked},"check":"${check}"}\n`), payload]);
}
