// The gateway's own codes, beside those of protocol/errors.ts. The README's table is tested against this one.

export const GATEWAY_ERRORS = {
  // intake
  JOURNAL_FAILED: 'the journal could not be written: free disk space or mend its folder',
  MQTT_ERROR: 'not MQTT 3.1.1 as a device speaks it: the connection was closed',
  // configuration
  CONFIG_UNREADABLE: 'the configuration file could not be read: check its path and its YAML',
  CONFIG_INVALID: 'the configuration has a wrong value: correct the path that is named',
  DEVICES_UNREADABLE: 'the devices file could not be read or written: check its path and its YAML',
  DEVICES_INVALID: 'the devices file has a wrong entry: correct the path that is named',
  DEVICE_ID_INVALID: 'a device_id has 4 to 32 of A-Z a-z 0-9 _ -, for example CB-TEST-1',
  DEVICE_EXISTS: 'choose another device_id, or delete the entry to get a fresh key',
  SECRET_INVALID: 'make one: echo "whsec_$(openssl rand -base64 32)"',
  SECRET_MISSING:
    'a secret is not where the configuration says: set the variable or write the file',
  ADDRESS_UNAVAILABLE: 'a listener could not start: free the port or configure another',
  JOURNAL_LOCKED: 'the journal is in use: stop the other gateway or choose another data folder',
  // reports of the platform
  REPORT_SIGNATURE: 'the report is not signed with the secret of the destination, or too old',
  REPORT_MALFORMED: 'a report is JSON: {"call_id", "stage": "accepted|answered|dispatched|closed"}',
  REPORT_UNKNOWN_CALL: 'no call has this call_id',
  REPORT_NOT_DELIVERED: 'the call was not offered to this platform yet: report again later',
} as const;

export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS;

/** An error that ends a command: printed for a person, with its code and what to do. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, detail: string) {
    super(`${detail}\n${GATEWAY_ERRORS[code]} (${code})`);
    this.code = code;
  }
}
