// The serial port of provisioning, taken from the interpreter's prompt before anything else runs.
//
// With its console at null the interpreter neither executes what comes in nor breaks off at a Ctrl-C: both look
// only at the console's own port. Imported first by main.ts, because every statement before is a gap.
import type { SerialPort } from './interpreter.d.ts';

// On a computer the console is not this port.
if (process.env.BOARD !== 'LINUX') E.setConsole(null, { force: true });

/** Gives what comes over a cable to `answer`, and back what that gives. */
export function listenOn(port: SerialPort, answer: (bytes: string) => string): void {
  port.on('data', (bytes) => port.write(answer(bytes)));
}
