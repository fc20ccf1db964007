// What a command prints, which is run in this process.
import { vi } from 'vitest';

export async function printed(work: () => Promise<unknown>): Promise<string> {
  let out = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return out;
}
