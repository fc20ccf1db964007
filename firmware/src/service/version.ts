// Which of two versions is newer: `1.10.2` after `1.9.0`, and what stands behind a `-` or `+` doesn't count.

/** The number at `from`, and where it ends. */
function partOf(version: string, from: number): number {
  const part = parseInt(version.substring(from), 10);
  return part >= 0 ? part : 0;
}

/** Whether `version` is newer than `other`. */
export function isNewer(version: string, other: string): boolean {
  let at = 0;
  let otherAt = 0;
  for (let i = 0; i < 3; i++) {
    const part = partOf(version, at);
    const otherPart = partOf(other, otherAt);
    if (part !== otherPart) return part > otherPart;
    at = version.indexOf('.', at) + 1;
    otherAt = other.indexOf('.', otherAt) + 1;
    if (at === 0 || otherAt === 0) return at > 0;
  }
  return false;
}
