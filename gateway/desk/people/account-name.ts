// The name of an account as it is compared: who types it wide, or in other case, means the same one.

/** Two names with the same key look alike to somebody who types them. */
export function nameKey(name: string): string {
  // To capitals and back: ß and ss, ς and σ are one then.
  return name.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');
}

/**
 * Whom this name means: the account that is spelled so, else the oldest of those that look alike. A database of a former
 * version may have several; each is still found by its own spelling.
 */
export function accountMeant<T extends { name: string }>(
  name: string,
  accounts: readonly T[],
): T | undefined {
  const key = nameKey(name);
  return (
    accounts.find((account) => account.name === name) ??
    accounts.find((account) => nameKey(account.name) === key)
  );
}
