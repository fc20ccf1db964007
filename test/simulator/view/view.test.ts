// The live view on a screen: one write a frame, at most four a second, and the cursor comes back.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveView, type Screen } from '#simulator/view.ts';
import { madeUpSamples } from '../report/made-up.ts';
import { quietPlan } from './quiet-plan.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function screenOf(isTTY: boolean): { screen: Screen; written: string[] } {
  const written: string[] = [];
  return { screen: { isTTY, columns: 80, rows: 24, write: (text) => written.push(text) }, written };
}

it('on a terminal redraws in place, four times a second, each time in one write', () => {
  const { screen, written } = screenOf(true);
  const view = new LiveView(screen, quietPlan, () => 1_000);
  view.start();
  expect(written.splice(0)).toEqual(['\u001b[?25l', expect.stringContaining('Quiet')]);
  view.show(madeUpSamples()[5]!);
  view.found(3);
  vi.advanceTimersByTime(1_000);
  expect(written).toHaveLength(4);
  const [frame] = written.splice(0);
  expect(frame?.startsWith('\u001b[')).toBe(true);
  expect(frame).toContain('40 presses, 40 stored\u001b[K\n');
  expect(frame?.endsWith('\u001b[J')).toBe(true);
  view.stop();
  expect(written.at(-1)).toBe('\u001b[?25h');
  written.splice(0);
  view.stop();
  vi.advanceTimersByTime(5_000);
  expect(written).toEqual([]);
});

it('goes up as many lines as it has drawn', () => {
  const { screen, written } = screenOf(true);
  const view = new LiveView(screen, quietPlan, () => 1_000);
  view.start();
  const lines = written[1]!.split('\n').length - 1;
  vi.advanceTimersByTime(250);
  expect(written[2]?.startsWith(`\u001b[${lines}F`)).toBe(true);
  view.stop();
});

it('shows the cursor again however the process ends', () => {
  const before = process.listenerCount('exit');
  const { screen, written } = screenOf(true);
  const view = new LiveView(screen, quietPlan, () => 0);
  view.start();
  expect(process.listenerCount('exit')).toBe(before + 1);
  process.listeners('exit').at(-1)?.(0);
  expect(written.at(-1)).toBe('\u001b[?25h');
  view.stop();
  expect(process.listenerCount('exit')).toBe(before);
});

it('without a terminal prints a line every five seconds and no control characters', () => {
  const { screen, written } = screenOf(false);
  const view = new LiveView(screen, quietPlan, () => 1_000);
  view.start();
  vi.advanceTimersByTime(10_000);
  expect(written).toHaveLength(3);
  for (const line of written) expect(line).toMatch(/^\P{Cc}+\n$/u);
  view.stop();
});
