// Says in the last lines of a run which tests were skipped, and why. On CI it fails for those that are not expected.
import type { Reporter, TestModule } from 'vitest/node';
import { maySkip, type Skipping, skippingOf } from '#simulator/expected-skips.ts';
import { SKIP_REASONS } from './reasons.ts';

export interface SkippedTest {
  /** `test/file.test.ts > describe > title`. */
  name: string;
  /** What it said when it skipped itself. */
  note: string | undefined;
}

export interface Verdict {
  lines: string[];
  /** Names of tests that should have run here. */
  unexpected: string[];
}

const UNKNOWN = { name: 'unknown', why: 'for no reason of test/skips/reasons.ts' };

function reasonOf({ name, note }: SkippedTest): { name: string | undefined; why: string } {
  const fits = SKIP_REASONS.find(
    (reason) => reason.tests.test(name) && (reason.note?.test(note ?? '') ?? note === undefined),
  );
  return fits ?? { ...UNKNOWN, why: note === undefined ? UNKNOWN.why : `${UNKNOWN.why}: ${note}` };
}

/** A line for each reason, and each test that is not expected to be skipped by its name. */
export function judge(tests: readonly SkippedTest[], skipping: Skipping): Verdict {
  const groups = new Map<string, { name: string | undefined; why: string; tests: string[] }>();
  for (const test of tests) {
    const reason = reasonOf(test);
    const group = groups.get(reason.why) ?? { ...reason, tests: [] };
    groups.set(reason.why, group);
    group.tests.push(test.name);
  }
  const verdict: Verdict = { lines: [], unexpected: [] };
  for (const { name, why, tests: those } of groups.values()) {
    const files = [...new Set(those.map((test) => test.split(' > ')[0]))];
    const isExpected = name === undefined || maySkip(name, skipping);
    const count = those.length === 1 ? '1 test' : `${those.length} tests`;
    const verb = isExpected ? 'SKIPPED' : 'FAILED: skipped, and EXPECTED_SKIPS does not list it:';
    verdict.lines.push(`${verb} ${count}, ${why}${name ? ` [${name}]` : ''}: ${files.join(', ')}`);
    if (!isExpected) verdict.unexpected.push(...those);
  }
  for (const name of verdict.unexpected) verdict.lines.push(`  ${name}`);
  return verdict;
}

function skippedIn(modules: readonly TestModule[]): SkippedTest[] {
  return modules.flatMap((module) =>
    [...module.children.allTests('skipped')].map((test) => {
      const result = test.result();
      return {
        name: `${module.relativeModuleId} > ${test.fullName}`,
        note: result.state === 'skipped' ? result.note : undefined,
      };
    }),
  );
}

export default class SkipReporter implements Reporter {
  #isChosen = false;

  onInit(vitest: Parameters<NonNullable<Reporter['onInit']>>[0]): void {
    // With -t all others are skipped, as whoever asks for it knows.
    this.#isChosen = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#isChosen) return;
    const { lines, unexpected } = judge(skippedIn(modules), skippingOf(process.env));
    for (const line of lines) console.log(line);
    if (unexpected.length > 0) process.exitCode = 1;
  }
}
