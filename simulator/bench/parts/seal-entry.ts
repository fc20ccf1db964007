// Runs on the interpreter: how long it takes to encode and seal a red press.
import { SealedSession } from '#firmware/src/core/session.ts';
import { standardSettings } from '#firmware/src/core/settings.ts';

declare const print: (text: string) => void;
declare const getTime: () => number;
declare const require: (name: string) => { SHA256(bytes: Uint8Array): ArrayBuffer };

const TIMES = 100;

// biome-ignore lint/style/useNodejsImportProtocol: the interpreter's module, not Node's.
const crypto = require('crypto');
const address = { host: 'gateway', port: 1883, tls: false };
const settings = standardSettings('CB-BENCH', new Uint8Array(32), 1, address, null);
const session = new SealedSession((bytes) => new Uint8Array(crypto.SHA256(bytes)), settings, 1, 1);
const from = getTime();
for (let i = 0; i < TIMES; i++) {
  session.seal({
    ageMs: 350,
    ageIsLowerBound: false,
    test: false,
    identity: { bootId: 7, seq: i + 1 },
    event: { kind: 'press', key: 2, count: 1 },
  });
}
print('sealed in ' + ((getTime() - from) * 1000) / TIMES + ' ms');
