// Firmware images made up for virtual devices: in the form of the build, with any scripts.
import { imageFileOf } from '#firmware/build/image.ts';

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
  const files = Object.entries(scripts).map(([file, code]) => ({ file, code }));
  return imageFileOf({ version, scripts: files }, boards);
}
