// Where the firmware's sources lie, and where its build goes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const ENTRY = join(ROOT, 'firmware/src/espruino/main.ts');
export const SERVICE_ENTRY = join(ROOT, 'firmware/src/espruino/service-entry.ts');

export const CONSOLE_ENTRY = join(ROOT, 'firmware/src/espruino/console-entry.ts');

export const OUTPUTS = {
  main: 'firmware/dist/call-button.js',
  service: 'firmware/dist/cbservice.js',
  console: 'firmware/dist/cbconsole.js',
};

/** Everything that runs on the board: the firmware and the device's half of the protocol. */
export function boardSources(): string[] {
  return typescript().filter((name) => !name.endsWith('.d.ts'));
}

/** What the interpreter, its modules and its files call things. */
export function boardDeclarations(): string[] {
  return typescript().filter((name) => name.endsWith('.d.ts'));
}

function typescript(): string[] {
  return [join(ROOT, 'firmware/src'), join(ROOT, 'protocol/device')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => join(folder, name)),
  );
}
