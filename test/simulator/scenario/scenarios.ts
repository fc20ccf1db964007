// Scenarios for the tests, as text and parsed, and what is said about a wrong one.
import { parseScenario } from '#simulator/scenario/load.ts';
import { ScenarioError } from '#simulator/scenario/problems.ts';
import type { Scenario } from '#simulator/scenario/schema.ts';

/** Twenty homes for a minute; `rest` is added below. Its first line is line 5. */
export function withRest(rest: string): string {
  return `title: A test\nduration: 60s\nhomes:\n  - { count: 20, group: elm, groups: 2 }\n${rest}\n`;
}

export function scenario(rest = ''): Scenario {
  return parseScenario(withRest(rest), 'test.yaml');
}

/** The lines of the error that `text` must bring. */
export function mistakesIn(text: string): readonly string[] {
  try {
    parseScenario(text, 'test.yaml');
  } catch (error) {
    if (error instanceof ScenarioError) return error.lines;
    throw error;
  }
  throw new Error('the scenario was taken for good');
}
