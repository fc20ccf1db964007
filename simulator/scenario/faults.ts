// The timetable of faults: repetitions unrolled, and the homes that a share means drawn once for each entry.
import type { PlannedFault, PlatformMode } from '../plan.ts';
import { chosen, type ScenarioHome } from './homes.ts';
import { randomOf } from './random.ts';
import type { Fault } from './schema.ts';
import { spansOf } from './times.ts';

// Distributes over the union, which the plain Omit does not.
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Happening = Without<PlannedFault, 'at' | 'until'>;

/** All faults that begin before `duration`, at speed 1, sorted by time. */
export function faultsOf(
  faults: readonly Fault[],
  homes: readonly ScenarioHome[],
  duration: number,
  seed: number,
): PlannedFault[] {
  const planned = faults.flatMap((fault, index): PlannedFault[] => {
    const happening = happeningOf(fault, homes, seed, `faults ${index}`);
    return spansOf(fault, duration).map((span) => ({ ...span, ...happening }));
  });
  return planned.sort((a, b) => a.at - b.at);
}

function happeningOf(
  fault: Fault,
  all: readonly ScenarioHome[],
  seed: number,
  stream: string,
): Happening {
  const random = randomOf(seed, stream);
  if ('platform' in fault) return platformFault(fault.platform);
  if ('gateway' in fault) return { what: 'gateway-kill', title: 'gateway killed' };
  if ('attack' in fault) {
    const { attack: kind, rate } = fault;
    return { what: 'attack', kind, perSecond: rate, title: `attack: ${kind}` };
  }
  const places = (homes: readonly number[]) =>
    homes.length === 1 ? (all[homes[0] as number]?.deviceId ?? '') : `${homes.length} homes`;
  if ('power_cut' in fault) {
    const homes = chosen(all, fault.power_cut, random);
    return { what: 'power-cut', homes, title: `power cut: ${places(homes)}` };
  }
  if ('network_cut' in fault) {
    const homes = chosen(all, fault.network_cut, random);
    return { what: 'network-cut', homes, title: `network cut: ${places(homes)}` };
  }
  if ('chatter' in fault) {
    const homes = chosen(all, fault.chatter, random);
    const { rate } = fault.chatter;
    const title = `chatter: ${places(homes)}`;
    return { what: 'chatter', homes, perSecond: rate, title };
  }
  const homes = chosen(all, fault.battery, random);
  const percent = Math.round(fault.battery.level * 100);
  return { what: 'battery', homes, percent, title: `battery at ${percent}%: ${places(homes)}` };
}

function platformFault(platform: Extract<Fault, { platform: unknown }>['platform']): Happening {
  const [mode, title] = modeOf(platform);
  return { what: 'platform', mode, title: `platform ${title}` };
}

function modeOf(
  platform: Extract<Fault, { platform: unknown }>['platform'],
): [PlatformMode, string] {
  if (platform === 'down') return [{ mode: 'down' }, 'down'];
  if (platform === 'hang') return [{ mode: 'hang' }, 'hangs'];
  if ('slow' in platform) {
    const delayMs = platform.slow;
    return [{ mode: 'slow', delayMs }, `takes ${delayMs} ms`];
  }
  const { status } = platform;
  return [{ mode: 'status', status }, `answers ${status}`];
}
