// A desk without a gateway, on a clock that a test moves: its real store and its real HTTP, and presses by hand.
import { onTestFinished } from 'vitest';
import { Imports } from '#gateway/desk/archive/import.ts';
import type { CallSubject, Step } from '#gateway/desk/call-record.ts';
import { Desk } from '#gateway/desk/desk.ts';
import { DeskHttp } from '#gateway/desk/http.ts';
import { OneTimeLogins } from '#gateway/desk/one-time-login.ts';
import { type Role, Sessions } from '#gateway/desk/sessions.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { SECRET } from '#test/support/test-gateway.ts';
import { tempFolder } from '../temp.ts';
import { Officer, PASSWORD } from './officer.ts';
import { SUBJECT } from './subject.ts';

const SILENT = { info() {}, warn() {}, error() {} };

export async function deskAlone({ telephoneUrl = '' } = {}) {
  const folder = await tempFolder();
  const clock = new MovingClock(new Date(2026, 0, 7, 12).getTime());
  const options = { folder, masterKey: Buffer.alloc(32, 1) };
  const open = async () => {
    const store = await DeskStore.open(options);
    const desk = await Desk.start({ store, clock, log: SILENT });
    const sessions = await Sessions.start({ store, clock, log: SILENT });
    const logins = new OneTimeLogins({
      sessions,
      secret: SECRET,
      monotonic: () => clock.monotonic(),
    });
    const http = new DeskHttp({
      desk,
      store,
      sessions,
      logins,
      imports: new Imports(store.db, clock, SILENT),
      secret: SECRET,
      telephoneUrl,
      clock,
      log: SILENT,
    });
    const port = await http.start('127.0.0.1', 0);
    const stop = async () => {
      await http.stop();
      await desk.stop();
      await store.close();
    };
    return { store, desk, sessions, port, stop };
  };
  const running = { ...(await open()) };
  onTestFinished(() => running.stop());
  let events = 0;
  return {
    clock,
    options,
    running,
    /** With what it kept, at another port. */
    async restart() {
      await running.stop();
      Object.assign(running, await open());
    },
    async login(name: string, role: Role): Promise<Officer> {
      await running.sessions.add(name, role, PASSWORD);
      return await Officer.login(running.port, name);
    },
    press(callId: string, changes: Partial<CallSubject> = {}): Promise<void> {
      events += 1;
      const subject = { ...SUBJECT, callId, deviceId: callId, ...changes };
      return running.desk.press({
        eventId: `e${events}`,
        count: 1,
        pressedAt: clock.utc(),
        subject,
      });
    },
    async steps(callId: string, by: string, ...steps: Step[]): Promise<void> {
      for (const step of steps) await running.desk.step(callId, step, by);
    },
  };
}
