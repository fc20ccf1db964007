// The installer's texts in English.
import type { FieldFault, FieldName } from '../fields.ts';
import { FAILURES_EN } from './failures-english.ts';

export const EN = {
  title: 'call-button: install a device',
  steps: {
    device: 'Find the device',
    gateway: 'Greet the gateway',
    answers: 'What is wanted',

    home: 'Enter the home',
    register: 'Register the device',
    write: 'Write key and settings',

    link: 'Connect',
    power: 'Mains and battery',
    signals: 'Light and buzzer',

    green: 'Press the green key',
    red: 'Press the red key',
    accept: 'Put into service',
  },
  fields: {
    device_id: 'Device id, as printed on the label',
    reference: "The resident's reference in the platform's records",
    community: 'Community (may be empty)',
    subdistrict: 'Subdistrict (may be empty)',
    name: "Resident's name (only if the operator keeps it at the gateway; may be empty)",
    address: 'Address (may be empty)',
    telephone: 'Telephone (may be empty)',
    group: 'Group, as the operator names it (may be empty)',
    account: 'SIA account number (may be empty)',
    zone: 'SIA zone (may be empty)',
    wifi_ssid: 'Name of the Wi-Fi (2.4 GHz)',
    wifi_password: 'Password of the Wi-Fi (empty: an open network)',
    main: 'Where the device finds the gateway, host:port or tls://host:port',
    spare: 'Spare address of the gateway (may be empty)',
    heartbeat_s: 'Seconds between heartbeats',
    unreached_after_s: 'Seconds until "use the telephone"',
    reason: 'Why does the device leave its former home?',
  } as Record<FieldName, string>,
  faults: {
    missing: 'this must be filled in',
    id: '4 to 32 of A-Z a-z 0-9 _ - are allowed',
    control: 'control characters and line breaks are not allowed',
    surrogate: 'half of a character is missing: type it again',
    long_bytes:
      'too long: a network name has at most 32 bytes, a password 63; a Chinese character counts as 3',
    long: 'too long',
    password_short: 'a Wi-Fi password has at least 8 characters, or none',
    host: 'expected a host name or an address, such as gateway.example:1883',
    port: 'expected a port from 1 to 65535 after the host, such as gateway.example:1883',
    seconds: 'expected whole seconds: 60 to 86400 for heartbeats, 30 to 600 for the telephone',
    account: 'expected 3 to 16 of 0-9 A-F',
    zone: 'expected a number from 0 to 999',
    telephone: 'expected digits, with + ( ) - . / and blanks at most',
  } as Record<FieldFault, string>,
  failures: FAILURES_EN,
  code: (code: string) => `(${code})`,
  whatNow: 'What now?',
  ways: {
    again: 'Try again',
    presses: 'Do the test presses again',
    wifi: 'Enter the Wi-Fi anew',
    address: 'Enter Wi-Fi and gateway address anew',
    accept: 'Go on all the same (it is noted in the protocol)',
    drop: 'Give up the press that waits',
    rebind: 'Move the device to this home',
    reset: 'Reset the device by its green key',
    other: 'Go on with the device that is on the cable',
    stop: 'Stop here; what is done is kept',
  },
  yes: 'Yes',
  no: 'No',
  tried: (port: string, label: string, what: string) =>
    `${port} ${label}: ${what}`.replace('  ', ' '),
  aDevice: (id: string) => (id === '' ? 'a device without settings' : `device ${id}`),
  chooseDevice: 'Several devices answer. Which one is meant?',
  boardIs: (board: string) => `Interpreter and variables: ${board}`,
  repair: {
    looking: (path: string) => `Looking for the prompt on ${path}`,
    erasing: 'Erasing Storage; boot counter and presses that wait stay',
    writing: (file: string, bytes: number) => `Writing ${file}, ${bytes} bytes`,
    restarting: 'Restarting the board',
    done: 'The board is repaired. It has no settings now: it must be installed anew.',
  },
  found: (
    port: string,
    { deviceId, model, firmware }: { deviceId: string; model: string; firmware: string },
  ) =>
    `${port}: ${deviceId === '' ? 'a device without settings' : `device ${deviceId}`}, ${model}, firmware ${firmware}`,
  gatewayIs: (gateway: string, version: string, name: string, role: string) =>
    `gateway ${gateway}, version ${version}; you are ${name} (${role})`,
  goesOn: (step: string) =>
    `an installation of this device was begun before${step === '' ? '' : `, last step done: ${step}`}: it goes on`,
  answersAre: (places: string) => `it is about ${places}`,
  homeIs: (reference: string) => `home ${reference} is entered`,
  registering: 'the gateway registers the device',
  registered: (id: string, isNew: boolean, reference: string) =>
    `${id} ${isNew ? 'is registered' : 'was registered before'}, in home ${reference}`,
  looking: 'what the device holds is looked at',
  keyIssued: (version: number) => `the gateway has issued key version ${version}`,
  keyHeld: (version: number) => `the device holds key version ${version} and its settings already`,
  written: (count: number, of: number) => `written and read back: ${count} of ${of}`,
  settingsHeld: (count: number, version: number) =>
    `${count} settings are written and read back; after its restart the device holds them, and key version ${version}`,
  commitLost:
    'The answer to the last line did not come. That is not lost: what the device holds now will tell.',
  restarting: 'the device restarts',
  linkReason: (sentence: string) => `the device says: ${sentence}`,
  signal: (word: string, rssi: number) =>
    rssi === 0
      ? `connected; strength of the Wi-Fi: ${word}`
      : `connected; strength of the Wi-Fi: ${word} (${rssi} dBm)`,
  strength: {
    unknown: 'not told',
    good: 'good',
    fair: 'fair',
    weak: 'weak',
    bad: 'very weak',
  },
  power: (onMains: boolean, charge: string, percent: number) =>
    `${onMains ? 'on mains' : 'not on mains'}; battery ${charge}${charge === 'not measured' ? '' : ` (${percent} %)`}`,
  charge: {
    unknown: 'not measured',
    none: 'missing',
    good: 'good',
    low: 'low',
    empty: 'nearly empty',
  },
  selfTest: (result: string) => `test mode is on; self-test: ${result}`,
  testResult: (result: string) =>
    result === 'waiting for the link' ? 'no result yet (it waited for its connection)' : result,
  signalsSeen: 'light and buzzer are confirmed',
  signalsBefore: 'light and buzzer were confirmed before',
  lightSeen: 'Do both lights of the device flash, long and short (or green after it)?',
  buzzerHeard: 'Did the buzzer beep?',
  pressNow: {
    green: 'Press the GREEN key once, now. It is a test: nobody will call.',
    red: 'Press the RED key once, now. It is a test: nobody will call.',
  },
  pressSeen: {
    green: 'the green press is at the gateway',
    red: 'the red press is at the gateway',
  },
  pressAccepted: {
    green: 'the platform has accepted the green test call',
    red: 'the platform has accepted the red test call',
  },
  pressBefore: {
    green: 'the green test call was accepted before',
    red: 'the red test call was accepted before',
  },
  inService: (id: string) => `${id} is in service`,
  dropSure:
    'A press on the device was never delivered. Give it up? Ask the resident first whether help is needed.',
  resetGesture:
    'Switch the device off. Hold the green key down, switch it on, and go on holding. Is it on, with the green key held down? (within 60 s)',
  resetDone: 'the device is reset; you can let the green key go',
  cableBack: 'the cable is back',
  stopped: (command: string) =>
    `Stopped. Device and state are in order. Go on with the same command:\n  ${command}`,
  testModeEnds: 'the former test mode must end first: that is waited for, at most 6 minutes',
  testModeOn:
    'If test mode is still on, it ends by itself within 5 minutes: until then the first press of each key is only a test.',
  protocol: (file: string) => `protocol: ${file}`,
  next: (reference: string, id: string) =>
    `Next: home ${reference}${id === '' ? '' : `, device ${id}`}. Connect its device and press Enter.`,
  connectNext: 'The device is connected',
  endDay: 'Stop for today',
  rowDone: (line: number, reference: string) => `line ${line}, home ${reference}: done before`,
  rowBad: (line: number, what: string) => `line ${line}: left out: ${what}`,
  rowFailed: (line: number, reference: string, what: string) =>
    `line ${line}, home ${reference}: not done: ${what}`,
  columnMissing: (names: string) => `the list lacks the column ${names}`,
  columnTwice: (name: string) => `the column ${name} is there twice`,
  duplicate: (column: string, line: number) => `the same ${column} as in line ${line}`,
  quoteOpen:
    'a quotation mark is open, or stands inside of a cell: a cell with one is put in quotes, with each doubled; none has a line break',
  tooFew: 'a row with another number of columns than the first line has',
  batchDone: (done: number, failed: number, bad: number, left: number) =>
    `${done} in service, ${failed} not done, ${bad} rows left out, ${left} still to come`,
  coverage: {
    subdistrict: 'subdistrict',
    community: 'community',
    homes: 'homes',

    installed: 'installed',
    tested: 'tested',
    in_service: 'in service',
    all: 'all',
  },
  sheet: {
    title: 'Installation of a call button',
    device: 'Device',
    reference: 'Reference',
    place: 'Subdistrict, community',
    group: 'Group',
    hardware: 'Board, firmware',
    key: 'Key version',
    signal: 'Wi-Fi',
    battery: 'Battery',
    mains: 'Mains',
    selfTest: 'Self-test',
    light: 'Light seen, buzzer heard',
    presses: 'Test calls accepted (green, red)',
    warnings: 'Accepted warnings',
    inService: 'In service since',
    notInService: 'NOT IN SERVICE',
    signature: 'Installer, resident',
  },
  doctor: {
    title: 'State of the device',
    identity: (id: string, version: number) =>
      id === ''
        ? 'It has no settings: it calls nobody. Provision it.'
        : `It is ${id} and holds key version ${version}.`,
    build: (model: string, firmware: string, boot: number) =>
      `Board ${model}, firmware ${firmware}, boot ${boot}.`,
    uptime: (hours: number, minutes: number, seconds: number) =>
      `Running for ${hours} h ${minutes} min ${seconds} s.`,
    wifi: (word: string, rssi: number) =>
      rssi === 0 ? `Wi-Fi: ${word}` : `Wi-Fi: ${word} (${rssi} dBm)`,
    link: {
      none: 'No connection: there are no settings.',
      connected: 'Connected to its gateway.',
      waiting: 'Not connected; it waits for its next attempt.',
      connecting: 'Not connected; it is trying right now.',
      open: 'The line is open, but the gateway has not proved itself yet.',
    } as Record<string, string>,
    connects: (count: number) =>
      count > 10
        ? `${count} connections were tried since its start: that is a lot; look at the Wi-Fi.`
        : `${count} connections were tried since its start.`,
    outbox: (count: number) =>
      count === 0 ? 'Nothing waits to be sent.' : `${count} messages wait to be sent.`,
    memory: (free: number) =>
      free > 0 && free < 300
        ? `Little memory is free (${free}).`
        : `Enough memory is free${free === 0 ? '' : ` (${free})`}.`,
    lastError: (number: number) =>
      number === 0 ? 'No error is noted.' : `The last error has number ${number}: tell the maker.`,
    gateway: (state: string, connected: boolean, used: number, newest: number) =>
      `The gateway knows it: ${state.replaceAll('_', ' ')}, ${connected ? 'connected' : 'not connected'}, key ${used} in use, newest ${newest}.`,
    unknownAtGateway: 'The gateway does not know this device.',
    noGateway: 'The gateway was not asked: give --gateway and a token for that.',
    conditions: (names: string) => `Open cases at the gateway: ${names}.`,
    bundle: (file: string) => `Support bundle, without keys and personal data: ${file}`,
  },
};
