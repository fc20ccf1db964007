// A desk beside a real gateway, as an office has it: real HTTP both ways, a real database in a fresh folder.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunningDesk, startDesk } from '#gateway/desk/run.ts';
import type { Clock } from '#gateway/domain/ports/clock.ts';
import type { Gateway } from '#gateway/main.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { freePort } from '#simulator/gateway-process.ts';
import { SECRET, startTestGateway, testDevice } from '#test/support/test-gateway.ts';
import { tempFolder } from '../temp.ts';

const SILENT = { info() {}, warn() {}, error() {} };

/** The desk's time: goes on as time does, and can be moved ahead. */
export class AheadClock implements Clock {
  #ahead = 0;

  utc = () => systemClock.utc() + this.#ahead;
  monotonic = () => systemClock.monotonic() + this.#ahead;
  after = systemClock.after;

  moveAhead(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

export class DeskBench {
  readonly gateway: Gateway;
  readonly clock: AheadClock;
  desk: RunningDesk;
  readonly #start: (port: number) => Promise<RunningDesk>;

  private constructor(
    gateway: Gateway,
    desk: RunningDesk,
    clock: AheadClock,
    start: (port: number) => Promise<RunningDesk>,
  ) {
    this.gateway = gateway;
    this.clock = clock;
    this.desk = desk;
    this.#start = start;
  }

  static async start(deviceIds: string[]): Promise<DeskBench> {
    const folder = await tempFolder();
    const httpPort = await freePort();
    const clock = new AheadClock();
    const start = (port: number) =>
      startDesk({
        data: join(folder, 'desk'),
        host: '127.0.0.1',
        port,
        reportsUrl: `http://127.0.0.1:${httpPort}/v1/reports`,
        secret: SECRET,
        clock,
        log: SILENT,
      });
    const desk = await start(0);
    const gateway = await startTestGateway({
      folder: join(folder, 'gateway'),
      devices: deviceIds.map((deviceId) => testDevice(deviceId)),
      platformUrl: `http://127.0.0.1:${desk.port}/v1/events`,
      httpPort,
    });
    const bench = new DeskBench(gateway, desk, clock, start);
    onTestFinished(async () => {
      await bench.gateway.stop();
      await bench.desk.stop();
    });
    return bench;
  }

  /** At the same address, with what it kept. */
  async restart(): Promise<void> {
    const { port } = this.desk;
    await this.desk.stop();
    this.desk = await this.#start(port);
  }
}
