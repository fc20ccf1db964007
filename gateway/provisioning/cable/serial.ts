// Real serial ports. The native module is loaded only here and only when one is needed.
import { firstLineOf } from '../../domain/reason.ts';
import { Failure, type FailureCode } from '../failure.ts';
import type { SerialLine } from './serial-line.ts';

const BAUD = 115_200;

/** Errors: SERIAL_UNAVAILABLE where the native module doesn't load. */
export async function loadSerial() {
  try {
    const [{ SerialPort }, { ReadlineParser }] = await Promise.all([
      import('serialport'),
      import('@serialport/parser-readline'),
    ]);
    return { SerialPort, ReadlineParser };
  } catch (error) {
    throw new Failure('SERIAL_UNAVAILABLE', firstLineOf(error));
  }
}

const OPENING: [RegExp, FailureCode][] = [
  [/permission denied|EACCES|operation not permitted/i, 'PORT_DENIED'],
  // Windows says "Access denied" when another program has the port.
  [/cannot lock|busy|EBUSY|temporarily unavailable|access denied/i, 'PORT_BUSY'],
  [/no such file|ENOENT|file not found|unknown error code (2|3)\b|ENXIO|ENODEV/i, 'PORT_MISSING'],
];

/** 115200 baud, 8N1, no flow control: an XOFF in the noise must stop nothing. */
export async function openSerial(path: string): Promise<SerialLine> {
  const { SerialPort, ReadlineParser } = await loadSerial();
  const port = new SerialPort({
    path,
    baudRate: BAUD,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,

    rtscts: false,
    xon: false,
    xoff: false,
    autoOpen: false,
  });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (!error) return resolve();
      const code = OPENING.find(([words]) => words.test(error.message))?.[1] ?? 'PORT_FAILED';
      reject(new Failure(code, path));
    });
  });
  let heard = 0;
  let isClosed = false;
  let hear: (bytes: string) => void = () => {};
  port.on('data', (bytes: Buffer) => {
    heard += bytes.length;
  });
  // Whole lines, their LF included. Each byte stays one character: the words inside are escaped.
  const lines = new ReadlineParser({ delimiter: '\n', encoding: 'latin1', includeDelimiter: true });
  port.pipe(lines).on('data', (line: string) => hear(line));
  const lost = new Promise<void>((resolve) => {
    const gone = () => {
      if (!isClosed) resolve();
    };
    port.on('close', gone);
    port.on('error', gone);
  });
  return {
    path,
    lost,
    heard: () => heard,
    onBytes: (call) => {
      hear = call;
    },
    write: (bytes) => {
      if (port.isOpen) port.write(Buffer.from(bytes, 'latin1'));
    },
    close: async () => {
      isClosed = true;
      if (port.isOpen) await new Promise<void>((done) => port.close(() => done()));
    },
  };
}
