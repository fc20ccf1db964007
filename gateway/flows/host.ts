// Keeps the process of the flows running: starts it, judges it, starts it again after a pause, and says why.

import type { Pauses } from '../domain/backoff.ts';
import { GATEWAY_ERRORS, GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { LinkState, Outcome } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import type { DeployedFile } from '../system/flow-files.ts';
import { RESTART_PAUSES, Restarts } from '../system/restarts.ts';
import type { EditorLogin } from './editor-login.ts';
import { type EditorPlace, type FromChild, Question } from './messages.ts';
import { nodeRedFolder } from './node-red.ts';
import { type Offered, Pending } from './pending.ts';
import { endFormer, type FlowCode, FlowProcess } from './process.ts';
import { type FlowDesk, Questions } from './questions.ts';
import {
  type FlowLanguage,
  keepDeployed,
  type PreparedFlows,
  prepareFolder,
  syncBeside,
} from './store.ts';

export interface FlowHostOptions {
  /** The gateway's data folder. */
  data: string;
  language: FlowLanguage;
  /** Undefined: nobody may log in, and so there is none. */
  editor: EditorPlace | undefined;
  login: EditorLogin;
  heapMb: number;
  unresponsiveMs: number;
  functionTimeoutMs: number;
  clock: Clock;
  log: Log;
  restarts?: RestartOptions;
}

export interface RestartOptions {
  /** Before the first, second, … start after a failure; the last one goes on for ever. */
  pausesMs: Pauses;
  /** After so many failures in a row the editor alone is opened, so that somebody can mend the flow. */
  safeAfter: number;
  /** For so long, unless somebody deploys. */
  safeMs: number;
}

const RESTARTS: RestartOptions = {
  pausesMs: RESTART_PAUSES,
  safeAfter: 5,
  safeMs: 5 * 60_000,
};
/** A restart is shown as long as this. */
const SHOWN_MS = 10 * 60_000;
const MAX_PENDING = 2_000;

const NO_LISTENER = OUTCOMES.noEventNode.en;
const NO_DESK: FlowDesk = {
  report: async () => ({ ok: false, code: 'REPORT_UNKNOWN_CALL' }),
  administer: async () => ({}),
};

export class FlowHost {
  readonly #options: FlowHostOptions;
  readonly #whenTired: RestartOptions;
  readonly #restarts: Restarts;
  readonly #pending = new Pending();
  readonly #names = new Set<string>();
  #questions: Questions;
  #process: FlowProcess | undefined;
  #place: PreparedFlows & { nodeRed: string } = {
    nodeRed: '',
    folder: '',
    credentialSecret: '',
    damaged: undefined,
  };
  #link: LinkState | undefined;
  #lastEnd: { at: number; code: FlowCode } | undefined;
  #editorProblem: string | undefined;
  #editorPort: number | undefined;
  /** Why Node-RED runs none of what is deployed. */
  #missing: string | undefined;
  #isSafe = false;
  #isStopped = false;
  #cancel: () => void = () => {};

  constructor(options: FlowHostOptions) {
    this.#options = options;
    this.#whenTired = options.restarts ?? RESTARTS;
    this.#restarts = new Restarts(options.clock, this.#whenTired.pausesMs);
    this.#questions = this.#questionsFor(NO_DESK);
  }

  /** What flows ask for goes there from now on. */
  connect(desk: FlowDesk): void {
    this.#questions = this.#questionsFor(desk);
  }

  /** Up when a flow listens. */
  get link(): LinkState | undefined {
    return this.#link;
  }

  /** 0: no editor is open. */
  get editorPort(): number {
    return this.#editorPort ?? 0;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** What somebody has to look at beside `link`, or had to within the last minutes. */
  get problem(): string | undefined {
    const { clock } = this.#options;
    if (this.#damage !== undefined) return this.#damage;
    if (this.#editorProblem !== undefined) return this.#editorProblem;
    if (this.#lastEnd === undefined || clock.utc() - this.#lastEnd.at > SHOWN_MS) return undefined;
    return `flows were started again at ${iso(this.#lastEnd.at)}: ${adviceOn(this.#lastEnd.code)}`;
  }

  /** Does not wait for Node-RED. Errors: FLOWS_UNAVAILABLE. */
  async start(): Promise<void> {
    const { data, language } = this.#options;
    this.#place = { nodeRed: nodeRedFolder(), ...(await prepareFolder(data, language)) };
    this.#isStopped = false;
    await endFormer(this.#place.folder);
    const damage = this.#damage;
    if (damage !== undefined) {
      this.#options.log.error({ code: 'FLOW_DAMAGED' }, damage);
      this.#setLink(false, damage);
    }
    // Without its key nothing that is deployed in the editor could be read again beside what is there.
    if (this.#place.credentialSecret !== '') this.#run(damage !== undefined);
  }

  /** What keeps the flows from taking calls until somebody deploys. */
  get #damage(): string | undefined {
    const { damaged } = this.#place;
    return damaged === undefined
      ? undefined
      : `FLOW_DAMAGED, ${damaged}: ${GATEWAY_ERRORS.FLOW_DAMAGED}`;
  }

  /** Why no flow listens, while the process of the flows runs. */
  get #silence(): string {
    return this.#damage ?? this.#missing ?? NO_LISTENER;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    this.#restarts.stop();
    this.#pending.end(() => true, gone(OUTCOMES.gatewayStops.en));
    this.#setLink(false, OUTCOMES.gatewayStops.en);
    await this.#process?.stop();
  }

  /** `name` is a destination that leads here. */
  admit(name: string): void {
    this.#names.add(name);
  }

  dismiss(name: string): void {
    this.#names.delete(name);
    this.#pending.end(({ destination }) => destination === name, gone(OUTCOMES.destinationEnds.en));
  }

  /** Hands an event to the flows. Never rejects; ends when a flow answers or the signal aborts. */
  async offer(
    offered: Offered,
    event: object,
    isRed: boolean,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const process = this.#process;
    if (!this.#link?.isUp || process === undefined) {
      return gone(this.#link?.reason ?? OUTCOMES.flowsStarting.en);
    }
    if (this.#pending.size >= MAX_PENDING || !process.line.isFree) {
      return { kind: 'failed', code: 'BUSY', detail: OUTCOMES.flowFull.en };
    }
    const { id, outcome } = this.#pending.add(offered, signal);
    const { destination } = offered;
    process.line.tell({ tell: 'deliver', id, destination, event }, isRed ? 'red' : 'other');
    return await outcome;
  }

  #run(isSafe: boolean): void {
    const { heapMb, unresponsiveMs, functionTimeoutMs, clock, language, editor } = this.#options;
    const { safeMs } = this.#whenTired;
    const { nodeRed, folder, credentialSecret } = this.#place;
    this.#isSafe = isSafe;
    this.#process = new FlowProcess(nodeRed, {
      folder,
      heapMb,
      unresponsiveMs,
      clock,
      onMessage: (message) => this.#take(message),
      onEnd: (code) => this.#ended(code),
    });
    this.#process.line.tell({
      tell: 'start',
      nodeRed,
      folder,
      language,
      credentialSecret,
      functionTimeoutMs,
      editor,
      safe: isSafe,
    });
    if (isSafe && this.#damage === undefined) {
      this.#cancel = clock.after(safeMs, () => void this.#process?.stop());
    }
  }

  #take(message: FromChild): void {
    const { log } = this.#options;
    switch (message.tell) {
      case 'ready':
        this.#ready(message.port);
        break;
      case 'listeners':
        this.#listening(message.count);
        if (message.anew) this.#pending.end(() => true, gone(OUTCOMES.deployedAnew.en));
        break;
      case 'missing':
        this.#missing = missingText(message.nodes);
        if (this.#link?.isUp !== true) this.#setLink(false, this.#silence);
        if (this.#missing !== undefined) log.error({ code: 'FLOW_DOWN' }, this.#missing);
        break;
      case 'unwanted':
        this.#pending.endOne(message.id, UNWANTED);
        break;
      case 'no_editor': {
        const code = 'ADDRESS_UNAVAILABLE';
        this.#editorProblem = `the editor of the flows is not open: ${message.reason}`;
        log.error({ code, reason: message.reason }, 'flows run without their editor');
        break;
      }
      case 'ask':
        void this.#answer(message);
    }
  }

  #ready(port: number | undefined): void {
    const { log } = this.#options;
    this.#editorPort = port;
    if (port !== undefined) this.#editorProblem = undefined;
    log.info(
      { ...(port === undefined ? {} : { editor: port }), safe: this.#isSafe },
      'flows ready',
    );
    if (this.#isSafe) return;
    if (this.#link === undefined) this.#setLink(false, this.#silence);
    this.#beWell();
  }

  #beWell(): void {
    this.#cancel();
    this.#restarts.runs();
  }

  #listening(count: number): void {
    if (count > 0 && this.#isSafe) {
      // Somebody has deployed.
      this.#isSafe = false;
      this.#place.damaged = undefined;
      this.#beWell();
    }
    this.#setLink(count > 0, this.#silence);
  }

  async #answer(asked: { id: number }): Promise<void> {
    const { line } = this.#process as FlowProcess;
    const { id } = asked;
    try {
      const { success, data } = Question.safeParse(asked);
      if (!success) throw new GatewayError('REQUEST_MALFORMED', 'flows');
      const value = await this.#questions.answer(data);
      line.tell({ tell: 'answer', id, value });
    } catch (error) {
      const code = error instanceof GatewayError ? error.code : 'JOURNAL_FAILED';
      line.tell({ tell: 'answer', id, code, message: GATEWAY_ERRORS[code] });
    }
  }

  /** `code` is undefined when it was stopped: for ever, or to try again after a time in which it was safe. */
  #ended(code: FlowCode | undefined): void {
    const { clock, log } = this.#options;
    const { safeAfter } = this.#whenTired;
    this.#cancel();
    this.#restarts.stop();
    this.#process = undefined;
    this.#missing = undefined;
    this.#editorPort = undefined;
    if (this.#isStopped) return;
    if (code === undefined) {
      this.#run(this.#damage !== undefined);
      return;
    }
    const restMs = this.#restarts.failed();
    this.#lastEnd = { at: clock.utc(), code };
    this.#setLink(false, adviceOn(code));
    this.#pending.end(() => true, { kind: 'failed', code: 'BROKEN', detail: adviceOn(code) });
    const isTired = this.#restarts.failures >= safeAfter && !this.#isSafe;
    const isSafe = isTired || this.#damage !== undefined;
    const pauseMs = isTired ? 0 : restMs;
    log.error(
      { code, detail: GATEWAY_ERRORS[code], again_ms: pauseMs, safe: isSafe },
      'flows ended',
    );
    this.#restarts.later(pauseMs, () => this.#run(isSafe));
  }

  #setLink(isUp: boolean, reason: string): void {
    if (this.#link?.isUp === isUp && (isUp || this.#link.reason === reason)) return;
    const since = this.#link?.isUp === isUp ? this.#link.since : this.#options.clock.utc();
    this.#link = { isUp, since, ...(isUp ? {} : { reason, code: 'FLOW_DOWN' }) };
    if (isUp) this.#options.log.info({}, 'flows take calls');
  }

  #questionsFor(desk: FlowDesk): Questions {
    const { login, clock, log } = this.#options;
    const names = () => [...this.#names];
    const keep = (file: DeployedFile | undefined) => {
      const { folder } = this.#place;
      return file === undefined ? syncBeside(folder) : keepDeployed(folder, file);
    };
    return new Questions({ desk, login, pending: this.#pending, clock, log, names, keep });
  }
}

const UNWANTED: Outcome = {
  kind: 'failed',
  code: 'BROKEN',
  detail: OUTCOMES.unwanted.en,
};

function missingText(nodes: readonly { type: string; tab: string }[]): string | undefined {
  if (nodes.length === 0) return undefined;
  const named = nodes.map(({ type, tab }) => (tab === '' ? type : `${type} (tab “${tab}”)`));
  return OUTCOMES.missingTypes(named.join(', ')).en;
}

function gone(detail: string): Outcome {
  return { kind: 'failed', code: 'FLOW_DOWN', detail };
}

function adviceOn(code: FlowCode): string {
  return `${code}: ${GATEWAY_ERRORS[code]}`;
}

function iso(utc: number): string {
  return new Date(utc).toISOString();
}
