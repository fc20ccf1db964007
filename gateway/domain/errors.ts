// The gateway's own codes, beside those of protocol/errors.ts. The table of docs/reference/error-codes.md is tested against this one.

export const GATEWAY_ERRORS = {
  // intake
  JOURNAL_FAILED:
    'the journal could not be written: free disk space, or mend its folder, which must belong to the user of the gateway',
  MQTT_ERROR: 'not MQTT 3.1.1 as a device speaks it: the connection was closed',
  FLOOD: 'a device sends more than its budget: look at the device, or raise `flood`',
  CONNECT_LATE: 'a connection did not say CONNECT in time: it was closed',
  CONNECT_CROWDED: 'too many connections said no CONNECT: the oldest was closed',
  CONNECTIONS_FULL: 'too many connections: raise the limit of open files, or use more gateways',
  GATE_FULL: 'too many devices connect at once: they come back by themselves',
  DOWNLINK_UNREAD: 'a device did not read what it was sent: the connection was closed',
  TLS_FAILED: 'a TLS handshake failed: TLS 1.2 or later is required',
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
  CERTIFICATE_INVALID:
    'the certificate or its key can not be used: correct or renew the file that is named',
  CONFIG_NEEDS_RESTART: 'this change counts after the next start: restart the gateway',
  ADDRESS_UNAVAILABLE: 'a listener could not start: free the port or configure another',
  JOURNAL_LOCKED: 'the journal is in use: stop the other gateway or choose another data folder',
  JOURNAL_NEWER: 'the journal was written by a newer version: start that one, or a later one',
  CONTROL_UNAVAILABLE:
    'no backup and no `call-button device` while the gateway runs: choose a data folder with a shorter path, or mend its rights',
  // administration of the journal
  DATE_INVALID:
    'write a day (2026-11-30, in UTC) or a moment with its zone (2026-11-30T08:00+08:00)',
  JOURNAL_MISSING:
    'no journal is there: name the configuration of the gateway whose journal you mean',
  JOURNAL_UNREADABLE:
    'the journal is damaged: copy its folder away, then restore the newest backup',
  JOURNAL_SCHEMA:
    'the journal is of another version: start the gateway once, which brings it up to date',
  EXPORT_FAILED: 'the export could not be written: free disk space, or choose another file',
  BACKUP_FOLDER_NOT_EMPTY: 'a backup needs a folder of its own: name one that is new or empty',
  BACKUP_FAILED: 'no backup was made: mend what is named and do it again',
  BACKUP_DAMAGED: 'this backup is not whole: take another one; nothing was restored',
  RESTORE_WOULD_OVERWRITE: 'a journal is there already: move its folder away first, and keep it',
  RESTORE_FAILED: 'nothing was restored: mend what is named and do it again',
  // administration of devices
  NO_SUCH_DEVICE:
    'no device has this id: look at `call-button device list`, or at the devices file',
  NO_SUCH_GROUP: 'no device is in this group: look at `call-button device list`',
  DEVICE_OUT_OF_SERVICE: 'the device is suspended or retired, so it can not connect',
  SETTING_INVALID: 'correct the value that is named',
  COMMAND_REFUSED: 'this command is not given to many devices: name one',
  COMMANDS_WAITING: 'wait for those that are open, or cancel some',
  NO_SUCH_COMMAND: 'the device has no command with this id: look at `call-button device results`',
  COMMAND_NOT_QUEUED: 'only a command that was never sent can be cancelled',
  KEYS_UNREADABLE:
    'keys.json, which an older gateway wrote, can not be read: mend its rights, or restore it from a backup, then start again',
  KEYS_FAILED:
    'the new key could not be written, and no device was told: free disk space, or mend the registry',
  NO_ROUTE: 'no route leads anywhere for this key: name a destination for it in `routes`',
  GATEWAY_NOT_RUNNING: 'no gateway runs on this data folder: start it, or name its configuration',
  GATEWAY_REFUSED: 'the gateway could not do it: see its log',
  REQUEST_MALFORMED: 'command and gateway are of different versions: use those of one package',
  ARGUMENT_INVALID: 'see `call-button device --help`',
  // registry
  REGISTRY_LOCKED:
    'the registry can not be read without its master key: put the right one where it is looked for (data folder: master.key, or `registry.master_key`), then start again',
  REGISTRY_UNREADABLE:
    'a part of the registry is damaged: copy its folder away, then restore the newest backup',
  REGISTRY_FAILED:
    'the registry could not be opened or written, and nothing was changed: free disk space, mend its folder, or stop the other gateway',
  REGISTRY_BUSY:
    'too many changes wait to be written, and this one was not taken: ask again in a second',
  NO_SUCH_HOME: 'no home has this id or reference: put it first',
  DEVICE_BOUND: 'the device stands in another home: say why it moves, and that binding is closed',
  STATE_WRONG:
    'this does not follow on the state of the device: look at it, and do the step before',
  FIELD_INVALID: 'correct the field that is named',
  TOKEN_EXISTS: 'a token has this name: choose another, or revoke it first',
  NO_SUCH_TOKEN: 'no token has this name: look at `call-button token list`',
  // admin API
  NO_SUCH_KEY: 'the gateway does not know this key: reset the device, then provision it anew',
  TOKEN_MISSING: 'say who you are: a header `Authorization: Bearer TOKEN`',
  TOKEN_INVALID: 'no such token, or it is over: ask whoever looks after the gateway for another',
  ROLE_MISSING: 'your token is not for this: ask somebody with that role',
  TOO_MANY_REQUESTS: 'too many requests: wait a minute',
  TOO_MANY_CHANGES:
    'this token has changed as much as one may: wait, or ask with another one; an admin sees in the audit what it did',
  ACCEPTANCE_INCOMPLETE: 'do what is named, then ask again',
  NO_SUCH_PATH: 'nothing is here: see /api/v1/openapi.json',
  API_FAILED: 'an error of the gateway: see its log',
  // flows
  FLOWS_UNAVAILABLE:
    'node-red is not installed: run `npm ci` without --omit=optional, or take `flows` out of the configuration',
  FLOW_SPINS: 'a node of the flow computes without end: mend it in the editor; it was killed',
  FLOW_CRASHED: 'a node of the flow ended its process: mend it in the editor',
  FLOW_HEAP: 'the flow used up its memory: let it keep less, or raise `flows.heap_mb`',
  FLOW_FLOODS: 'the flow sent more than the gateway takes: look for a loop; it was killed',
  FLOW_SILENT:
    'the process of the flows did not get ready in time: look at the load of the machine',
  FLOWS_BUSY: 'too many requests of flows at one time: let the flow wait for each',
  PASSWORD_INVALID:
    'choose a password of 8 to 128 characters, and let `call-button hash-password` make its hash',
  // reports of the platform
  REPORT_SIGNATURE: 'the report is not signed with the secret of the destination',
  REPORT_CLOCK:
    'the report is signed, but more than 5 min from the time of the gateway: set the clock that is wrong',
  REPORT_TOO_LARGE: 'a report has at most 16 KB',
  REPORT_FLOOD: 'too many reports on calls that nobody knows: report on open calls, or again later',
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
