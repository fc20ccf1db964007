// What CI may leave out because what it needs is nowhere to be had: `EXPECTED_SKIPS` of `.ci/run`.

export interface Skipping {
  /** On CI a skip must be expected. */
  isCi: boolean;
  /** Names of what may be skipped there. */
  expected: readonly string[];
}

export function skippingOf({ CI, EXPECTED_SKIPS }: NodeJS.ProcessEnv): Skipping {
  return {
    isCi: CI !== undefined && CI !== '' && CI !== 'false',
    expected: (EXPECTED_SKIPS ?? '').split(/\s+/).filter((name) => name !== ''),
  };
}

export function maySkip(name: string, { isCi, expected }: Skipping): boolean {
  return !isCi || expected.includes(name);
}
