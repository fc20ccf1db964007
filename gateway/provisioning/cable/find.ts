// Finds the device: tries the port that was named, or each that the computer has, and tells devices from other adapters.
import { reasonOf } from '../../domain/reason.ts';
import { Failure, failureOf } from '../failure.ts';
import type { Pace } from '../pace.ts';
import { Conversation } from './conversation.ts';
import type { ListPorts, Port } from './ports.ts';
import type { OpenSerialLine } from './serial-line.ts';

export interface Search {
  /** `--port`. */
  port: string | undefined;
  list: ListPorts;
  open: OpenSerialLine;
  pace: Pace;
  signal: AbortSignal;
  /** Told what each port is, when several are tried. */
  onTried?: (port: Port, found: Conversation | Failure) => void;
  /** Which of several devices is meant. */
  choose?: (found: Conversation[]) => Promise<Conversation>;
}

/** A conversation with the one device in reach. Errors: NO_PORT, SEVERAL_PORTS, and those of a port. */
export async function findDevice(search: Search): Promise<Conversation> {
  if (search.port !== undefined) return await tryPort(search.port, search, search.pace.attempts);
  const ports = await portsOf(search);
  const [only] = ports;
  if (only === undefined) throw new Failure('NO_PORT');
  if (ports.length === 1) return await tryPort(only.path, search, search.pace.attempts);
  const found: Conversation[] = [];
  for (const port of ports) {
    const result = await tryPort(port.path, search, search.pace.probes).catch(failureOf);
    if (result instanceof Failure && result.code === 'INTERRUPTED') throw result;
    search.onTried?.(port, result);
    if (result instanceof Conversation) found.push(result);
  }
  return await oneOf(found, search, ports);
}

/** Adapters on USB, when there are any. A system that can't list them has none to offer: `--port` must name it. */
async function portsOf({ list }: Search): Promise<Port[]> {
  let ports: Port[];
  try {
    ports = await list();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('NO_PORT', reasonOf(error));
  }
  const onUsb = ports.filter(({ isUsb }) => isUsb);
  return onUsb.length > 0 ? onUsb : ports;
}

async function tryPort(path: string, search: Search, attempts: number): Promise<Conversation> {
  const line = await search.open(path);
  return await Conversation.begin(line, search.pace, search.signal, attempts);
}

async function oneOf(
  found: Conversation[],
  { choose }: Search,
  tried: Port[],
): Promise<Conversation> {
  const [first] = found;
  if (first === undefined) {
    throw new Failure('DEVICE_SILENT', tried.map(({ path }) => path).join(', '));
  }
  if (found.length === 1) return first;
  const chosen = choose && (await choose(found));
  await Promise.all(
    found
      .filter((conversation) => conversation !== chosen)
      .map((conversation) => conversation.close()),
  );
  if (chosen) return chosen;
  throw new Failure('SEVERAL_PORTS', found.map(({ line }) => line.path).join(', '));
}
