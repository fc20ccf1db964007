// What can go wrong in a provisioning: a code that has its sentence and the next thing to try in every language.
import { reasonOf } from '../domain/reason.ts';

export const FAILURES = [
  // the cable
  'NO_PORT',
  'SEVERAL_PORTS',
  'PORT_DENIED',
  'PORT_BUSY',
  'PORT_MISSING',
  'PORT_FAILED',
  'SERIAL_UNAVAILABLE',
  'DEVICE_SILENT',
  'DEVICE_UNREADABLE',
  'CABLE_LOST',
  'DEVICE_RESTARTED',
  // the device
  'DEVICE_OTHER',
  'KEY_UNKNOWN',
  'KEY_NOT_HELD',
  'PROOF_WRONG',
  'DEVICE_REFUSED',
  'SETTING_DIFFERS',
  'STORAGE_FULL',
  'STORAGE_FAILED',
  'DEVICE_BUSY',
  'PRESS_WAITING',
  'COMMIT_UNKNOWN',
  'RESET_REFUSED',
  // the board, and its repair
  'BOARD_OLD',
  'BOARD_MEMORY',
  'BOARD_FLASH',
  'PROMPT_SILENT',
  'REPAIR_FAILED',
  'FIRMWARE_MISSING',
  // the gateway, seen from the laptop
  'GATEWAY_MISSING',
  'GATEWAY_PLAIN',
  'GATEWAY_UNREACHABLE',
  'GATEWAY_NO_TLS',
  'GATEWAY_FALSE',
  'GATEWAY_ODD',
  'GATEWAY_BUSY',
  'GATEWAY_REFUSED',
  'TOKEN_MISSING',
  'TOKEN_REFUSED',
  'ROLE_MISSING',
  'DEVICE_OUT',
  'OTHER_HOME',
  'DEVICE_DONE',
  // Wi-Fi and gateway, seen from the device
  'WIFI_NOT_FOUND',
  'WIFI_PASSWORD',
  'WIFI_LOST',
  'WIFI_WEAK',
  'LINK_NO_GATEWAY',
  'LINK_REFUSED',
  'LINK_SLOW',
  // the acceptance test
  'BATTERY_LOW',
  'NO_MAINS',
  'SELF_TEST_FAILED',
  'TEST_BUSY',
  'PRESS_NOT_SEEN',
  'PRESS_NOT_ACCEPTED',
  'LIGHT_WRONG',
  'BUZZER_WRONG',
  'ACCEPTANCE_INCOMPLETE',
  // this command
  'FIELD_WRONG',
  'ANSWER_MISSING',
  'FILE_FAILED',
  'LIST_WRONG',
  'INTERRUPTED',
  'UNEXPECTED',
] as const;

export type FailureCode = (typeof FAILURES)[number];

/** Never holds a secret, a name, an address or a telephone number. */
export class Failure extends Error {
  readonly code: FailureCode;
  /** A field, a port, a code of the device or the gateway: what the sentence is about. */
  readonly detail: string;

  constructor(code: FailureCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'Failure';
    this.code = code;
    this.detail = detail;
  }
}

/** Anything that was thrown, as a failure. What nobody expected keeps its words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('UNEXPECTED', reasonOf(error));
}
