// Steps of the registry one after the other, with a bound on what waits.
import { expect, it } from 'vitest';
import {
  GATEWAY,
  StepQueue,
  WAITING_OF_ALL,
  WAITING_OF_ONE,
} from '#gateway/registry/step-queue.ts';

const BUSY = { code: 'REGISTRY_BUSY' };
const named = (name: string) => ({ name, role: 'installer' as const });

/** A queue whose first step takes until `end` is called. */
function held() {
  const queue = new StepQueue();
  let end = () => {};
  const first = queue.take(GATEWAY, () => new Promise<void>((resolve) => (end = resolve)));
  return { queue, first, end: () => end() };
}

const filled = (queue: StepQueue, name: string, count = WAITING_OF_ONE) =>
  Array.from({ length: count }, () => queue.take(named(name), async () => name));

it('one who asks without end is turned away, and others come to their turn in order', async () => {
  const { queue, first, end } = held();
  const floods = filled(queue, 'flood');
  await expect(queue.take(named('flood'), async () => {})).rejects.toMatchObject(BUSY);
  const order: string[] = [];
  const li = queue.take(named('li'), async () => void order.push('li'));
  const own = queue.take(GATEWAY, async () => void order.push('gateway'));
  end();
  await Promise.all([first, ...floods, li, own]);
  expect(order).toEqual(['li', 'gateway']);
  await expect(queue.take(named('flood'), async () => 'again')).resolves.toBe('again');
});

it('many who ask without end have a bound together, and what the gateway itself does has none', async () => {
  const { queue, first, end } = held();
  const all = Array.from({ length: WAITING_OF_ALL / WAITING_OF_ONE }, (_, at) =>
    filled(queue, `one-${at}`),
  ).flat();
  await expect(queue.take(named('late'), async () => {})).rejects.toMatchObject(BUSY);
  const own = queue.take(GATEWAY, async () => 'done');
  // Whose name is the gateway's is not the gateway.
  const mimic = queue.take({ ...GATEWAY }, async () => {});
  await expect(mimic).rejects.toMatchObject(BUSY);
  end();
  await Promise.all([first, ...all]);
  expect(await own).toBe('done');
});

it('a step that fails gives its place back, and stops nobody', async () => {
  const queue = new StepQueue();
  for (let at = 0; at <= WAITING_OF_ONE; at++) {
    const failing = queue.take(named('li'), () => Promise.reject(new Error('full')));
    await expect(failing).rejects.toThrow('full');
  }
  await expect(queue.take(named('li'), async () => 1)).resolves.toBe(1);
});
