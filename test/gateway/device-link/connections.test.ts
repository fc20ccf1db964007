// The connections of devices: whoever is to be cut is cut, also between CONNACK and its place as the current one.
import type { Client } from 'aedes';
import { expect, it } from 'vitest';
import type { Connection } from '#gateway/device-link/connection.ts';
import { DeviceConnections } from '#gateway/device-link/device-connections.ts';

function connectionOf(deviceId: string) {
  const closed = { times: 0 };
  const client = { close: () => void closed.times++ } as unknown as Client;
  return { connection: { client, device: { deviceId } } as unknown as Connection, closed };
}

it('a device that is cut before its connection is the current one is cut all the same', () => {
  const connections = new DeviceConnections();
  const { connection, closed } = connectionOf('CB-0001');
  connections.admit(connection);
  connections.disconnect('CB-0002');
  expect(closed.times).toBe(0);
  connections.disconnect('CB-0001');
  expect(closed.times).toBe(1);
});

it('a connection is cut once when it is the current one, and not at all when it has gone', () => {
  const connections = new DeviceConnections();
  const { connection, closed } = connectionOf('CB-0001');
  connections.admit(connection);
  connections.makeCurrent(connection);
  connections.disconnect('CB-0001');
  expect(closed.times).toBe(1);
  expect(connections.remove(connection.client)).toBe('CB-0001');
  connections.disconnect('CB-0001');
  expect(closed.times).toBe(1);
});

it('one that goes before it was the current one leaves nothing behind', () => {
  const connections = new DeviceConnections();
  const { connection, closed } = connectionOf('CB-0001');
  connections.admit(connection);
  expect(connections.remove(connection.client)).toBeUndefined();
  connections.disconnect('CB-0001');
  expect(closed.times).toBe(0);
});
