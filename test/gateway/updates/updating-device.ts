// A scripted device on a real connection: it takes an image, restarts into it, and comes back with the next boot.
import { RawDevice } from '#test/support/raw-device.ts';
import { downFrame, ScriptedDevice } from './scripted-device.ts';

export class UpdatingDevice extends ScriptedDevice {
  #bootId = 0;
  #raw: RawDevice | undefined;
  #isOver = false;
  #restarts = false;

  constructor(deviceId: string) {
    super(deviceId);
    this.restarts = () => {
      this.#restarts = true;
    };
  }

  /** Connects, and answers until it is closed. Resolves when it listens for the first time. */
  async start(port: number): Promise<void> {
    const raw = await this.#join(port);
    void this.#serve(raw, port);
  }

  close(): void {
    this.#isOver = true;
    this.#raw?.close();
  }

  async #join(port: number): Promise<RawDevice> {
    this.#bootId++;
    const session = { bootId: this.#bootId, connectNo: 1 };
    this.#raw = await new RawDevice(this.deviceId, this.key.secret, session).join(port);
    return this.#raw;
  }

  async #serve(first: RawDevice, port: number): Promise<void> {
    let raw = first;
    let seen = 0;
    while (!this.#isOver) {
      try {
        await raw.until(() => raw.isClosed || raw.downlinks.length > seen);
      } catch {
        // Nothing came for a while.
        continue;
      }
      if (raw.isClosed) return;
      for (; seen < raw.downlinks.length; seen++) {
        const downlink = raw.downlinks[seen];
        if (downlink?.kind !== 'update') continue;
        const answer = this.hears(downFrame(downlink), 0);
        if (answer !== undefined) raw.publish(raw.seal(answer));
      }
      if (!this.#restarts) continue;
      this.#restarts = false;
      raw.close();
      this.startsOther();
      this.isGood = true;
      try {
        raw = await this.#join(port);
      } catch (error) {
        // The test has ended meanwhile, and its gateway with it.
        if (this.#isOver) return;
        throw error;
      }
      seen = 0;
    }
  }
}
