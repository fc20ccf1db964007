// What was thrown, in words: anything can be, and the words are for a log, an answer, or somebody at a terminal.

/** Why it failed, in the words of whoever threw it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The reason without what follows on further lines, such as the advice that every GatewayError ends with. */
export function firstLineOf(error: unknown): string {
  return reasonOf(error).split('\n')[0] ?? '';
}

/** What lies beneath: abstract-level throws an error of its own, and has LevelDB's or the system's as its cause. */
export function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

/** The code that the system or a library gives to its errors, such as ENOENT or LEVEL_LOCKED. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** The reason with where it was thrown: for an error that nobody expected, and somebody has to find. */
export function stackOf(error: unknown): string {
  return (error instanceof Error && error.stack) || reasonOf(error);
}
