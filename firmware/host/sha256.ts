// SHA-256 on Node, as the HAL gives it.
import { createHash } from 'node:crypto';
import type { Sha256 } from '#protocol/device/envelope.ts';

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();
