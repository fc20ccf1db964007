// Configurations and commands as a device reads them: seldom, so on a board in the script that is loaded when needed.
import type { Action, Address, Command, Configuration, Downlink } from '../messages.ts';
import { decodeNews } from './frames.ts';
import { decodeUpdate } from './update.ts';
import { textOf, WireReader } from './wire.ts';

function readAddress(reader: WireReader): Address | null {
  const address = { host: '', port: 0, tls: false };
  while (reader.next()) {
    if (reader.isData(1)) address.host = textOf(reader.data());
    else if (reader.isVarint(2)) address.port = reader.value;
    else if (reader.isVarint(3)) address.tls = reader.value !== 0;
  }
  if (reader.failed || address.host.length === 0) return null;
  return address.port === 0 || address.port > 65535 ? null : address;
}

function readConfiguration(reader: WireReader): Configuration | null {
  let revision = 0;
  let heartbeatS = 0;
  let unreachedAfterS = 0;
  let mainGateway: Address | null = null;
  let spareGateway: Address | null = null;
  while (reader.next()) {
    if (reader.isVarint(1)) revision = reader.value;
    else if (reader.isVarint(2)) heartbeatS = reader.value;
    else if (reader.isVarint(3)) unreachedAfterS = reader.value;
    else if (reader.isData(4)) {
      mainGateway = readAddress(reader.inner());
      if (mainGateway === null) return null;
    } else if (reader.isData(5)) {
      spareGateway = readAddress(reader.inner());
      if (spareGateway === null) return null;
    }
  }
  if (reader.failed || revision === 0) return null;
  return {
    kind: 'configuration',
    revision: revision,
    heartbeatS: heartbeatS,
    unreachedAfterS: unreachedAfterS,
    mainGateway: mainGateway,
    spareGateway: spareGateway,
  };
}

function readAction(field: number, reader: WireReader): Action | null {
  let number = 0;
  let nonce: Uint8Array = new Uint8Array(0);
  while (reader.next()) {
    if (reader.isVarint(1)) number = reader.value;
    else if (reader.isData(2)) nonce = reader.data();
  }
  if (reader.failed) return null;
  if (field === 8) return { kind: 'locate', seconds: number };
  if (field === 9) return { kind: 'self_test' };
  if (field === 10) return { kind: 'reboot' };
  if (nonce.length !== 16 || number === 0) return null;
  return { kind: 'rotate_key', keyVersion: number, nonce: nonce };
}

function readCommand(reader: WireReader): Command | null {
  let commandId = 0;
  let action: Action = { kind: 'unknown' };
  while (reader.next()) {
    if (reader.isVarint(1)) commandId = reader.value;
    else if (reader.wire === 2 && reader.field >= 8 && reader.field <= 11) {
      const known = readAction(reader.field, reader.inner());
      if (known === null) return null;
      action = known;
    }
  }
  if (reader.failed || commandId === 0) return null;
  return { kind: 'command', commandId: commandId, action: action };
}

/** The configuration or command in a Downlink frame; null when it is damaged, or there is none. */
export function decodeInstruction(bytes: Uint8Array): Configuration | Command | null {
  let instruction: Configuration | Command | null = null;
  const reader = new WireReader(bytes, 0, bytes.length);
  while (reader.next()) {
    if (reader.isData(10)) instruction = readConfiguration(reader.inner());
    else if (reader.isData(11)) instruction = readCommand(reader.inner());
    else continue;
    if (instruction === null) return null;
  }
  return reader.failed ? null : instruction;
}

/** Any Downlink frame; null when it is damaged or a required field is absent. */
export function decodeDownlink(bytes: Uint8Array): Downlink | null {
  const news = decodeNews(bytes);
  if (news === null || news.kind === 'receipt' || news.kind === 'progress') return news;
  if (news.kind === 'instruction') return decodeInstruction(bytes);
  return news.kind === 'update_frame' ? decodeUpdate(bytes) : news;
}
