// What an event of the platform should say, by what the run knows: about which home, and that it is real.
import type { PressEvent } from '#gateway/destinations/event.ts';

export interface KnownHome {
  deviceId: string;
  group: string;
  /** The resident's reference; undefined: the run doesn't know it. */
  reference?: string;
}

/** What is wrong with an event, or undefined. `home` is that of the press's id. */
export function wrongWith({ id, subject, data }: PressEvent, home: KnownHome): string | undefined {
  const { device_id, group, test, joined, call_id } = data;
  if (device_id !== home.deviceId || subject !== home.deviceId) {
    return `it is of ${home.deviceId}, and says ${device_id}`;
  }
  if (home.reference !== undefined) {
    const reference = data.home?.reference;
    if (reference !== home.reference)
      return `another resident: ${reference}, not ${home.reference}`;
    if (group !== home.group) return `another group: ${group}, not ${home.group}`;
  }
  if (test) return 'a real press is said to be a test';
  const isOpener = call_id === id.replaceAll('/', '.');
  return joined === isOpener ? `joined is ${joined}, and the call is ${call_id}` : undefined;
}
