// A desk with one deliberate fault, made by replacing a method of the real one. Arguments: fault, and those of `call-button desk`.
import { AsyncLocalStorage } from 'node:async_hooks';
import { deskProgram } from '#gateway/cli/desk.ts';
import { Desk } from '#gateway/desk/desk.ts';

const { press, step, call } = Desk.prototype;
const COMMIT_LATER_MS = 1_500;

export const DESK_FAULTS: Record<string, () => void> = {
  'answers before it has committed': () => {
    Desk.prototype.press = async function (this: Desk, incoming) {
      setTimeout(() => void press.call(this, incoming).catch(() => {}), COMMIT_LATER_MS);
    };
  },
  'accepts a call when it arrives': () => {
    Desk.prototype.press = async function (this: Desk, incoming) {
      await press.call(this, incoming);
      await step.call(this, incoming.subject.callId, { step: 'shown' }, '');
    };
  },
  'lets an officer take what another has': () => {
    const taking = new AsyncLocalStorage<boolean>();
    Desk.prototype.step = function (this: Desk, callId, what, by) {
      return taking.run(what.step === 'taken', () => step.call(this, callId, what, by));
    };
    Desk.prototype.call = async function (this: Desk, callId) {
      const state = await call.call(this, callId);
      return taking.getStore() && state ? { ...state, taker: undefined } : state;
    };
  },
};

const [, script, fault = '', ...args] = process.argv;
if (script?.endsWith('broken-desk.ts')) {
  DESK_FAULTS[fault]?.();
  await deskProgram().parseAsync(args, { from: 'user' });
}
