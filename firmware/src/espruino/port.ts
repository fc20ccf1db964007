// The serial port of provisioning, taken from the interpreter's prompt before anything else runs.
//
// With its console at null the interpreter neither executes what comes in nor breaks off at a Ctrl-C: both look
// only at the console's own port. Imported first by main.ts, because every statement before is a gap.
import type { Port } from '../hal.ts';

// On a computer the console is not this port.
if (process.env.BOARD !== 'LINUX') E.setConsole(null, { force: true });

export const PORT: Port = (answer) => {
  Serial1.on('data', (bytes) => Serial1.write(answer(bytes)));
};
