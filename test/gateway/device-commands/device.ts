// A device of these tests: it hears commands and configurations, and answers when the test says so.
import { onTestFinished } from 'vitest';
import {
  type Command,
  type Configuration,
  type Heartbeat,
  OUTCOME_DONE,
  type Session,
} from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import { frameOf, RawDevice } from '#test/support/raw-device.ts';
import { type TestBench, testDevice } from '#test/support/test-gateway.ts';

const HEARTBEAT: Heartbeat = {
  kind: 'heartbeat',
  uptimeS: 1,
  batteryMv: 4_000,
  batteryPercent: 90,
  onMains: true,

  rssiDbm: -50,
  freeVariables: 1_000,
  outboxDepth: 0,
  reconnects: 0,
  lastError: 0,

  firmware: '1',
  configurationRevision: 0,
  asksReceipt: true,
};

export class ObedientDevice extends RawDevice {
  #seq = 0;
  #numbers = 0;

  static async join(
    bench: TestBench,
    deviceId: string,
    session: Session,
    key?: SealKey,
  ): Promise<ObedientDevice> {
    const device = new ObedientDevice(deviceId, testDevice(deviceId).keys[0]!.secret, session);
    if (key) device.key = key;
    onTestFinished(() => device.close());
    return await device.join(bench.gateway.mqttPort);
  }

  get commands(): Command[] {
    return this.downlinks.filter((downlink): downlink is Command => downlink.kind === 'command');
  }

  get configurations(): Configuration[] {
    return this.downlinks.filter(
      (downlink): downlink is Configuration => downlink.kind === 'configuration',
    );
  }

  /** The `count`-th command of this session. */
  async hears(count = 1): Promise<Command> {
    await this.until(() => this.commands.length >= count);
    return this.commands[count - 1] as Command;
  }

  async isConfigured(count = 1): Promise<Configuration> {
    await this.until(() => this.configurations.length >= count);
    return this.configurations[count - 1] as Configuration;
  }

  /** Resolves with the receipt. */
  async answers(commandId: number, outcome = OUTCOME_DONE, detail = ''): Promise<void> {
    this.#seq++;
    const { bootId } = this.session;
    const event = { kind: 'command_result' as const, commandId, outcome, detail };
    // Far from the numbers of presses.
    await this.#sends(frameOf(event, { bootId, seq: this.#seq + this.session.connectNo * 1_000 }));
  }

  async beats(configurationRevision: number): Promise<void> {
    await this.#sends(frameOf({ ...HEARTBEAT, configurationRevision }, null));
  }

  async #sends(frame: Uint8Array): Promise<void> {
    const number = 1_000 + ++this.#numbers;
    this.publish(this.seal(frame, number));
    await this.receiptOf(number);
  }
}
