// Sends an image to one device, step by step, as a gateway does: what it asks decides what comes next.
import { createHash } from 'node:crypto';
import { imageIdOf } from '#protocol/device/update.ts';
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_WANTED,
  type UpdateOffer,
  type UpdateStatus,
  type UpdateStep,
} from '#protocol/messages.ts';
import { type SealKey, updateMac } from '#protocol/seal.ts';

export interface SentImage {
  payload: Buffer;
  offer: UpdateOffer;
}

export interface ImageTarget {
  deviceId: string;
  key: SealKey;
  /** Its answer; undefined when it restarted instead. */
  ask(step: UpdateStep): Promise<UpdateStatus | undefined>;
  /** Resolves when it may be asked again: it restarts, or wants to be left alone. */
  later(status: UpdateStatus | undefined): Promise<void>;
  /** Before each chunk. */
  between?(offset: number): Promise<void>;
}

export function imageToSend(payload: Buffer, version: string, board: string): SentImage {
  const sha256 = new Uint8Array(createHash('sha256').update(payload).digest());
  const offer = { kind: 'offer', version, bytes: payload.length, sha256, older: false } as const;
  return { payload, offer: { ...offer, board } };
}

/** Until the image is good, refused or failed: the last status. */
export async function sendImage(
  target: ImageTarget,
  { payload, offer }: SentImage,
): Promise<UpdateStatus> {
  const image = imageIdOf(offer.sha256);
  let status = await target.ask(offer);
  for (;;) {
    if (status?.state === UPDATE_WANTED && status.next < payload.length) {
      const offset = status.next;
      await target.between?.(offset);
      const data = payload.subarray(offset, offset + UPDATE_CHUNK_BYTES);
      status = await target.ask({ kind: 'chunk', image, offset, data });
    } else if (status?.state === UPDATE_WANTED) {
      const mac = updateMac(target.key, target.deviceId, offer);
      status = await target.ask({ kind: 'finish', image, mac });
    } else if (status && [UPDATE_GOOD, UPDATE_REFUSED, UPDATE_FAILED].includes(status.state)) {
      return status;
    } else {
      await target.later(status);
      status = await target.ask(offer);
    }
  }
}
