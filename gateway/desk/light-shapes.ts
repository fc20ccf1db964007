// What the light of a home shows at this moment, for a desk that stands beside simulated homes. Knows neither Node nor a database.

export interface HomeLight {
  deviceId: string;
  /** As the device's own light does it, again and again: what, milliseconds, what, milliseconds … 0 dark, 1 green, 2 red, 3 both. */
  rhythm: readonly number[];
  /** What that tells the resident. */
  says: { en: string; zh: string };
}
