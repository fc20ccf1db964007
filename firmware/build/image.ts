// An image of the firmware: what lies in a slot, and the file that an operator gives to a gateway.
import { createHash } from 'node:crypto';

/** Only the first kind of image there is. */
const FORMAT = 1;

/** What the name of a board begins with: the chips, the interpreter on a computer, and the simulator. */
export const IMAGE_BOARDS = ['ESP32', 'LINUX', 'host'];

/** A script by its name in the image. */
interface ImageScript {
  readonly file: string;
  readonly code: string;
}

/** The list of the scripts, `name:length name:length` and an LF, and the scripts one behind the other. */
export function payloadOf(scripts: readonly ImageScript[]): Buffer {
  const list = scripts.map(({ file, code }) => `${file}:${Buffer.byteLength(code)}`).join(' ');
  return Buffer.from(`${list}\n${scripts.map(({ code }) => code).join('')}`);
}

/** One line of JSON about the payload, with a check of its own, and the payload. */
export function imageFileOf(
  firmware: { readonly scripts: readonly ImageScript[]; readonly version: string },
  boards: readonly string[] = IMAGE_BOARDS,
): Buffer {
  const payload = payloadOf(firmware.scripts);
  const head = {
    format: FORMAT,
    version: firmware.version,
    boards,
    bytes: payload.length,
    sha256: sha256(payload),
    scripts: firmware.scripts.map(({ file, code }) => ({
      name: file,
      bytes: Buffer.byteLength(code),
      sha256: sha256(Buffer.from(code)),
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
