// Goes through the steps; each that fails is told with the next thing to try, and goes on from there.
import { type Failure, failureOf } from '../failure.ts';
import { accept, confirmSignals, pressKey } from './acceptance.ts';
import { askAll } from './answers.ts';
import { checkPower, waitForLink } from './check.ts';
import { findIt, greetGateway, putHome, register } from './prepare.ts';
import { recover } from './recover.ts';
import { remember, type Step, type Walk } from './walk.ts';
import { writeSettings } from './write.ts';

export const STEPS: readonly Step[] = [
  { name: 'device', run: findIt },
  { name: 'gateway', run: greetGateway },
  { name: 'answers', run: askAll },
  { name: 'home', run: putHome },
  { name: 'register', run: register },
  { name: 'write', run: writeSettings },
  { name: 'link', run: waitForLink },
  { name: 'power', run: checkPower },
  { name: 'signals', run: confirmSignals },
  { name: 'green', run: pressKey('green') },
  { name: 'red', run: pressKey('red') },
  { name: 'accept', run: accept },
];

/** Resolves when the device is in service. Rejects with the failure at which the installer stopped. */
export async function install(walk: Walk): Promise<void> {
  const { installer } = walk;
  for (let index = 0; index < STEPS.length; ) {
    const step = STEPS[index] as Step;
    installer.step(index + 1, STEPS.length, installer.texts.steps[step.name]);
    const next = await runStep(walk, step);
    index = next === undefined ? index + 1 : STEPS.findIndex(({ name }) => name === next);
  }
}

/** The step to go back to; undefined when it is done. */
async function runStep(walk: Walk, step: Step): Promise<string | undefined> {
  for (let times = 1; ; times++) {
    try {
      await step.run(walk);
      await done(walk, step);
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      await note(walk, step, failure);
      const next = await recover(walk, step.name, failure, times);
      if (next !== step.name) return next;
    }
  }
}

async function done(walk: Walk, { name }: Step): Promise<void> {
  // Before that it isn't known whose state this is.
  if (walk.state.device_id === '') return;
  const at = new Date().toISOString();
  const otherSteps = walk.state.steps.filter(({ step }) => step !== name);
  await remember(walk, { steps: [...otherSteps, { step: name, at }], failure: undefined });
}

async function note(walk: Walk, { name }: Step, { code }: Failure): Promise<void> {
  if (walk.state.device_id === '' || code === 'FILE_FAILED') return;
  await remember(walk, { failure: { step: name, code, at: new Date().toISOString() } });
}
