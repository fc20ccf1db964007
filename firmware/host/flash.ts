// Flash for the host: in memory, or in a file that is written through.
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import type { Flash } from '#firmware/src/hal.ts';

/** As small as the log allows, because a simulator holds thousands. */
export const HOST_PAGE_BYTES = 1024;
export const HOST_PAGES = 4;

/** Pages are allocated when they are first written. */
export class MemoryFlash implements Flash {
  readonly pageBytes: number;
  readonly pages: number;
  private readonly held: (Uint8Array | undefined)[] = [];

  constructor(pages = HOST_PAGES, pageBytes = HOST_PAGE_BYTES) {
    this.pages = pages;
    this.pageBytes = pageBytes;
  }

  read(at: number, length: number): Uint8Array {
    const page = this.held[Math.floor(at / this.pageBytes)];
    const from = at % this.pageBytes;
    return page === undefined ? new Uint8Array(length).fill(255) : page.slice(from, from + length);
  }

  write(at: number, bytes: Uint8Array): void {
    const number = Math.floor(at / this.pageBytes);
    let page = this.held[number];
    if (page === undefined) {
      page = new Uint8Array(this.pageBytes).fill(255);
      this.held[number] = page;
    }
    for (let i = 0; i < bytes.length; i++) {
      const byte = (at % this.pageBytes) + i;
      page[byte] = (page[byte] as number) & (bytes[i] as number);
    }
  }

  erase(page: number): void {
    this.held[page] = undefined;
  }
}

/** The same in a file of `pages` × `pageBytes` bytes, created when absent. Throws what node:fs throws. */
export class FileFlash extends MemoryFlash {
  private readonly file: number;

  constructor(path: string, pages = HOST_PAGES, pageBytes = HOST_PAGE_BYTES) {
    super(pages, pageBytes);
    if (!existsSync(path)) writeFileSync(path, new Uint8Array(pages * pageBytes).fill(255));
    const bytes = readFileSync(path);
    for (let page = 0; page < pages; page++) {
      const from = page * pageBytes;
      super.write(from, bytes.subarray(from, from + pageBytes));
    }
    this.file = openSync(path, 'r+');
  }

  override write(at: number, bytes: Uint8Array): void {
    super.write(at, bytes);
    writeSync(this.file, this.read(at, bytes.length), 0, bytes.length, at);
  }

  override erase(page: number): void {
    super.erase(page);
    const at = page * this.pageBytes;
    writeSync(this.file, this.read(at, this.pageBytes), 0, this.pageBytes, at);
  }

  close(): void {
    closeSync(this.file);
  }
}
