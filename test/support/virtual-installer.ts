// A virtual installation: a device in a cable, an installer with answers in the pocket who presses keys when asked.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleDevice } from '#firmware/host/console-device.ts';
import type { HostOptions } from '#firmware/host/hal.ts';
import type { OpenSerialLine } from '#gateway/provisioning/cable/serial-line.ts';
import { provision } from '#gateway/provisioning/command.ts';
import type { Failure } from '#gateway/provisioning/failure.ts';
import type { FieldName } from '#gateway/provisioning/fields.ts';
import type { ProvisionOptions } from '#gateway/provisioning/options.ts';
import type { Pace } from '#gateway/provisioning/pace.ts';
import type { Choice, Question, ReviewLine } from '#gateway/provisioning/view/installer.ts';
import { PlainInstaller } from '#gateway/provisioning/view/plain.ts';
import type { Texts } from '#gateway/provisioning/view/texts.ts';
import type { World } from '#gateway/provisioning/world.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { CLEAN, type FaultRates } from './line-faults.ts';
import { VirtualCable } from './virtual-cable.ts';

/** A line answers within microseconds here; nobody walks to a key. */
export const QUICK: Pace = {
  answerMs: 100,
  attempts: 40,
  probes: 2,
  lookMs: 20,
  replugMs: 5_000,
  restartMs: 8_000,
  linkMs: 15_000,
  hopelessMs: 200,
  pressMs: 4_000,
  acceptMs: 4_000,
  testMs: 280_000,
  doubtMs: 40_000,
};

const SILENT = { pressed() {}, settled() {}, news() {}, shown() {}, link() {} };

export class VirtualInstallation {
  readonly cable: VirtualCable;
  readonly device: ConsoleDevice;
  readonly stateFolder: string;
  /** All that was shown. */
  shown = '';
  /** Failures that the installer was shown. */
  readonly failures: string[] = [];
  /** What the installer chooses, one after the other; without one left, `stop`. */
  readonly choices: string[] = [];
  /** What there was to choose from, each time; the first one is preselected. */
  readonly offered: string[][] = [];
  readonly answers: Partial<Record<FieldName, string>> = {};
  /** What the installer corrects in the summary, one after the other; without one left all of it is right. */
  readonly corrections: [field: FieldName, value: string][] = [];
  /** The summaries that the installer was shown. */
  readonly reviews: Record<string, string>[] = [];
  readonly confirms: Partial<Record<Question, boolean>> = {};
  /** Called before the next step is begun. */
  onStep: (title: string) => void = () => {};
  onChoose: (question: string) => void = () => {};
  /** Where no file with one is given. */
  token = 'cb_none';
  pressesKeys = true;
  /** Another port on the same computer. */
  openOther: OpenSerialLine | undefined;
  /** Whose keys are pressed. */
  presses: VirtualInstallation = this;
  pace = QUICK;
  controller = new AbortController();

  constructor(
    path = '/dev/virtual0',
    rates: FaultRates = CLEAN,
    seed = 1,
    options: HostOptions = {},
  ) {
    this.cable = new VirtualCable(path, rates, seed);
    this.device = new ConsoleDevice(this.cable.device, { observer: SILENT, ...options });
    this.stateFolder = mkdtempSync(join(tmpdir(), 'call-button-provision-'));
  }

  close(): void {
    this.device.stop();
    rmSync(this.stateFolder, { recursive: true, force: true });
  }

  /** Runs the command; with `interactive` the installer answers. Resolves with the exit code. */
  run(options: ProvisionOptions, interactive = false): Promise<number> {
    const world: World = {
      list: async () => [{ path: this.cable.path, label: 'virtual', isUsb: true }],
      open: (path) =>
        path === this.cable.path || !this.openOther ? this.cable.open(path) : this.openOther(path),
      pace: this.pace,
      environment: { CALL_BUTTON_TOKEN: this.token, CALL_BUTTON_WIFI_PASSWORD: 'wifi-password-1' },
      signal: this.controller.signal,
      installer: (texts) => new Hands(texts, this, interactive),
      print: (text) => {
        this.shown += text;
      },
      command: 'call-button provision',
      version: '0',
    };
    return provision({ state: this.stateFolder, ...options }, world);
  }

  press(key: 'green' | 'red'): void {
    this.device.hal.press(key === 'green' ? KEY_GREEN : KEY_RED);
  }
}

class Hands extends PlainInstaller {
  override readonly interactive: boolean;
  readonly #at: VirtualInstallation;

  constructor(texts: Texts, at: VirtualInstallation, interactive: boolean) {
    super(texts, (line) => {
      at.shown += `${line}\n`;
    });
    this.interactive = interactive;
    this.#at = at;
  }

  override step(number: number, of: number, title: string): void {
    this.#at.onStep(title);
    super.step(number, of, title);
  }

  override progress(words: string): void {
    this.#at.shown += `~ ${words}\n`;
  }

  override ask(words: string): void {
    super.ask(words);
    if (!this.#at.pressesKeys) return;
    this.#at.presses.press(words === this.texts.pressNow.red ? 'red' : 'green');
  }

  override failure(failure: Failure): void {
    this.#at.failures.push(failure.code);
    super.failure(failure);
  }

  override async text(field: FieldName, _check: unknown, suggestion?: string) {
    const answer = this.#at.answers[field];
    return answer ?? (await super.text(field, () => undefined, suggestion));
  }

  override async review(lines: readonly ReviewLine[]): Promise<FieldName | null> {
    this.#at.reviews.push(Object.fromEntries(lines.map(({ field, value }) => [field, value])));
    await super.review(lines);
    const correction = this.interactive ? this.#at.corrections.shift() : undefined;
    if (correction === undefined) return null;
    const [field, value] = correction;
    this.#at.answers[field] = value;
    return field;
  }

  override async secret(field: FieldName): Promise<string> {
    return this.#at.answers[field] ?? (await super.secret(field));
  }

  override async choose<T extends string>(question: string, choices: Choice<T>[]): Promise<T> {
    this.#at.offered.push(choices.map(({ value }) => value));
    this.#at.onChoose(question);
    const wanted = this.#at.choices.shift() ?? 'stop';
    const found = choices.find(({ value }) => value === wanted);
    if (!found) throw new Error(`${wanted} is not offered: ${choices.map(({ value }) => value)}`);
    return found.value;
  }

  override async confirm(what: Question): Promise<boolean> {
    return this.interactive ? (this.#at.confirms[what] ?? true) : await super.confirm(what);
  }
}
