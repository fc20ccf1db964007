// Vectors of CONNECT passwords.
import { createHash } from 'node:crypto';
import { connectPassword } from '../../device/password.ts';
import { MAX_UINT32, type Session } from '../../messages.ts';
import type { SealKey } from '../../seal.ts';
import { DEVICE, KEY_1, KEY_2, OTHER_DEVICE, OTHER_KEY, type Refused, SESSION } from './common.ts';

function password(pending: number, session = SESSION, key: SealKey = KEY_1): string {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return connectPassword(sha256, key.secret, key.version, DEVICE, session, pending);
}

function good(name: string, pending: number, session: Session = SESSION, key: SealKey = KEY_1) {
  return {
    name,
    deviceId: DEVICE,
    password: password(pending, session, key),
    claim: { session, pending, keyVersion: key.version },
  };
}

function bad(error: Refused['error'], name: string, text: string, deviceId = DEVICE) {
  return { name, deviceId, password: text, error };
}

export function passwordVectors() {
  const red = password(2);
  const mac = red.slice(-32);
  const largest = { bootId: MAX_UINT32, connectNo: MAX_UINT32 };
  return [
    good('a red press is waiting', 2),
    good('a green press is waiting', 1),
    good('nothing is waiting', 0),
    good('the first connection of the first boot', 0, { bootId: 1, connectNo: 1 }),
    good('the largest session', 2, largest),
    good('made with the second key of the device', 2, SESSION, KEY_2),
    bad('PASSWORD_MALFORMED', 'nothing', ''),
    bad('PASSWORD_MALFORMED', 'three parts', `7.3.${mac}`),
    bad('PASSWORD_MALFORMED', 'five parts', `${red}.0`),
    bad('PASSWORD_MALFORMED', 'boot_id 0', `0.3.2.${mac}`),
    bad('PASSWORD_MALFORMED', 'connect_no 0', `7.0.2.${mac}`),
    bad('PASSWORD_MALFORMED', 'a leading zero', `07.3.2.${mac}`),
    bad('PASSWORD_MALFORMED', 'a sign', `+7.3.2.${mac}`),
    bad('PASSWORD_MALFORMED', 'boot_id above 32 bits', `4294967296.3.2.${mac}`),
    bad('PASSWORD_MALFORMED', 'connect_no above 32 bits', `7.4294967296.2.${mac}`),
    bad('PASSWORD_MALFORMED', 'pending 3', `7.3.3.${mac}`),
    bad('PASSWORD_MALFORMED', 'a mac of 31 digits', red.slice(0, -1)),
    bad('PASSWORD_MALFORMED', 'a mac in capitals', `7.3.2.${mac.toUpperCase()}`),
    bad('PASSWORD_MALFORMED', 'a line end behind it', `${red}\n`),
    bad('CONNECT_SEAL_WRONG', 'pending was changed', `7.3.0.${mac}`),
    bad('CONNECT_SEAL_WRONG', 'boot_id was changed', `8.3.2.${mac}`),
    bad('CONNECT_SEAL_WRONG', 'connect_no was changed', `7.4.2.${mac}`),
    bad('CONNECT_SEAL_WRONG', 'the mac was changed', `7.3.2.${'0'.repeat(32)}`),
    bad('CONNECT_SEAL_WRONG', 'the password of another device', red, OTHER_DEVICE),
    bad(
      'CONNECT_SEAL_WRONG',
      'made with the key of another device',
      password(2, SESSION, OTHER_KEY),
    ),
  ];
}
