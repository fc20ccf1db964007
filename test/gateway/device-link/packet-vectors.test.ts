// The gateway against packets.json: byte for byte what it answers, which code it counts, and whether it hangs up.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keysOf, unhex, vectorFile } from '#test/protocol/support.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';

const file = vectorFile('packets.json');

/** One connection, and the packets that came on it since they were last taken. */
class Line {
  isClosed = false;
  #heard = '';
  readonly #socket;

  private constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    onTestFinished(() => void this.#socket.destroy());
    this.#socket.on('data', (bytes) => {
      this.#heard += bytes.toString('hex');
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isClosed = true;
    });
  }

  static async to(port: number): Promise<Line> {
    const line = new Line(port);
    await once(line.#socket, 'connect');
    return line;
  }

  /** What comes when `sent` is sent; every packet from the gateway here has fewer than 128 bytes. */
  async exchange(sent: string, hexDigits: number): Promise<string[]> {
    this.#socket.write(unhex(sent));
    await until(() => this.#heard.length >= hexDigits);
    const packets: string[] = [];
    for (let rest = this.#heard; rest.length > 0; ) {
      const end = 4 + 2 * Number.parseInt(rest.slice(2, 4), 16);
      packets.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    this.#heard = '';
    return packets;
  }
}

describe('packets.json', () => {
  it.each(file.vectors)('$name', async ({ deviceId, steps, error, isClosed = false }) => {
    const bench = await TestBench.start([]);
    onTestFinished(() => bench.close());
    bench.devices.push(testDevice(deviceId, { keys: keysOf(file, deviceId) }));
    await bench.down();
    await bench.up();
    const line = await Line.to(bench.gateway.mqttPort);
    for (const { sent, answers } of steps) {
      expect(new Set(await line.exchange(sent, answers.join('').length))).toEqual(new Set(answers));
    }
    await until(() => line.isClosed || !isClosed);
    expect(line.isClosed).toBe(isClosed);
    expect(bench.gateway.health().refusals).toEqual(error === undefined ? {} : { [error]: 1 });
  });
});
