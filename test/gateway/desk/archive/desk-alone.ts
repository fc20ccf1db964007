// A desk without a gateway, over HTTP: presses are signed as a gateway signs them.
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';
import type { CallSubject } from '#gateway/desk/call-record.ts';
import { type DeskOptions, type RunningDesk, startDesk } from '#gateway/desk/run.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { signedHeaders } from '#gateway/system/signed-headers.ts';
import { SECRET } from '#test/support/test-gateway.ts';
import { tempFolder } from '../../temp.ts';
import { Officer, PASSWORD } from '../officer.ts';
import { pressEvent } from '../press-event.ts';
import { SUBJECT } from '../subject.ts';

const SILENT = { info() {}, warn() {}, error() {} };

export interface DeskAlone {
  desk: RunningDesk;
  /** The leader, who has the first account. */
  ann: Officer;
  login(name: string, role: 'officer' | 'archive_keeper' | 'viewer'): Promise<Officer>;
  /** Resolves when the desk has it. */
  press(subject?: Partial<CallSubject>): Promise<void>;
  /** Sends an event of a gateway as it is. */
  send(event: object): Promise<number>;
}

export async function startAlone(changes: Partial<DeskOptions> = {}): Promise<DeskAlone> {
  const folder = await tempFolder();
  const desk = await startDesk({
    data: join(folder, 'desk'),
    host: '127.0.0.1',
    port: 0,
    // Nobody is there: reports wait.
    reportsUrl: 'http://127.0.0.1:9/v1/reports',
    secret: SECRET,
    management: undefined,
    clock: systemClock,
    log: SILENT,
    ...changes,
  });
  onTestFinished(() => desk.stop());
  const clock = changes.clock ?? systemClock;
  const ann = await Officer.login(desk.port, 'Ann', true);
  const webhook = new Webhook(SECRET);
  let sent = 0;
  const send = async (event: object) => {
    sent += 1;
    const body = JSON.stringify(event);
    const { status } = await fetch(`http://127.0.0.1:${desk.port}/v1/events`, {
      method: 'POST',
      body,
      headers: signedHeaders([webhook], `e-${sent}`, new Date(clock.utc()), body),
    });
    return status;
  };
  return {
    desk,
    ann,
    send,
    async login(name, role) {
      await desk.sessions.add(name, role, PASSWORD);
      return await Officer.login(desk.port, name);
    },
    async press(subject = {}) {
      const of = { ...SUBJECT, ...subject };
      const status = await send(pressEvent(`${of.callId}-${sent}`, new Date(clock.utc()), of));
      if (status !== 202) throw new Error(`the desk answered ${status}`);
    },
  };
}
