// Numbers for people: three figures that count, thousands apart.
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100 || Number.isInteger(value)) {
    return Math.round(value).toLocaleString('en-US');
  }
  return String(Number(value.toPrecision(3)));
}
