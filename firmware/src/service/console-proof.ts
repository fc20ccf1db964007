// The proof that whoever is on the cable knows the device's key. README.md of protocol/, "Console".
import { hmacSha256, PURPOSE_CONSOLE, sealedBytes } from '#protocol/device/envelope.ts';
import { toHex } from '#protocol/device/password.ts';
import type { Console, ConsolePart, Talk } from '../core/console.ts';
import type { SealKey } from '../core/settings.ts';
import { refused } from './console-answer.ts';

/** Hex digits of a mac. */
const DIGITS = 32;

function expected(console: Console, talk: Talk, deviceId: string, seal: SealKey): string {
  const nowhere = { bootId: 0, connectNo: 0 };
  const covered = sealedBytes(
    PURPOSE_CONSOLE,
    seal.keyVersion,
    deviceId,
    nowhere,
    0,
    talk.challenge,
  );
  return toHex(hmacSha256(console.hal.sha256, seal.key, covered), DIGITS / 2);
}

/** Looks at all digits, so that the time tells nothing. */
function isSame(proof: string, other: string): boolean {
  let difference = proof.length === DIGITS ? 0 : 1;
  for (let i = 0; i < DIGITS; i++) difference |= proof.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}

/** Uses the challenge up. While a key is being changed the one before is good too. */
export const PROOF: ConsolePart = {
  carryOut: (console, words) => {
    const talk = console.talk as Talk;
    const device = console.device;
    // Without settings there is nothing to prove.
    if (device) {
      const settings = device.settings;
      const other = settings.otherKey;
      const mac = talk.challenge.length > 0 ? words[1] : undefined;
      const isGood =
        mac !== undefined &&
        (isSame(mac, expected(console, talk, settings.deviceId, settings)) ||
          (other !== null && isSame(mac, expected(console, talk, settings.deviceId, other))));
      talk.challenge = new Uint8Array(0);
      if (!isGood) return refused('PROOF_WRONG', '');
    }
    talk.proven = true;
    return ['ok'];
  },
};
