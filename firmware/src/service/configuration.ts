// A configuration from the gateway: refused as a whole when a part of it is wrong, else taken at once, or tried
// first when it changes an address. Nothing of it is stored before it has proved itself, so a restart or a power cut
// goes back to the last good one. Its revision is stored before the trial: what failed, or ended in a restart, isn't
// tried again.
import { PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import type { Address, Configuration } from '#protocol/messages.ts';
import { FAULT_STORAGE } from '../core/faults.ts';
import type { Instructed } from '../core/service.ts';
import type { Settings, Trial } from '../core/settings.ts';
import type { StoredAddress, StoredSettings } from '../core/stored.d.ts';
import { hasRoom } from './room.ts';
import { wrongField } from './settings-file.ts';
import { loadSettings, saveSettings } from './settings-store.ts';

/** Attempts to connect in a trial: one minute when they are refused, three when nobody answers. */
const ATTEMPTS = 6;

function isNew(stored: StoredAddress | undefined, address: Address | null): boolean {
  if (!address) return false;
  if (!stored || stored.host !== address.host || stored.port !== address.port) return true;
  return (stored.tls === true) !== address.tls;
}

function storedAddress(address: Address): StoredAddress {
  const stored: StoredAddress = { host: address.host, port: address.port };
  if (address.tls) stored.tls = true;
  return stored;
}

/** Puts the configuration's fields over what is stored. */
function merge(stored: StoredSettings, from: Configuration): void {
  const main = from.mainGateway;
  const spare = from.spareGateway;
  stored.revision = from.revision;
  if (from.heartbeatS > 0) stored.heartbeat_s = from.heartbeatS;
  if (from.unreachedAfterS > 0) stored.unreached_after_s = from.unreachedAfterS;
  if (main) stored.main = storedAddress(main);
  if (spare) stored.spare = storedAddress(spare);
}

/** Intervals and limits hold from now on. */
function apply(device: Instructed): void {
  device.calls.red.unreachedMs = device.settings.limits.unreachedRed;
  device.status.start();
}

function use(device: Instructed, configuration: Configuration): void {
  const settings = device.settings;
  if (configuration.heartbeatS > 0) settings.heartbeatMs = configuration.heartbeatS * 1000;
  if (configuration.unreachedAfterS > 0) {
    settings.limits.unreachedRed = configuration.unreachedAfterS * 1000;
  }
  if (configuration.mainGateway) settings.main = configuration.mainGateway;
  if (configuration.spareGateway) settings.spare = configuration.spareGateway;
  apply(device);
}

/**
 * Tells the gateway which revision is in use, without waiting for the next heartbeat. In a turn of its own: this one is
 * deep in the calls that a downlink makes, and the stack of an ESP32-C3 has no room for sealing there.
 */
function taken(device: Instructed, revision: number): void {
  device.settings.revision = revision;
  device.hal.after(0, () => {
    if (device.link.isOpen()) device.status.beat(false);
  });
}

/** A configuration came. The gateway sends it again until it sees the revision, so it may also be left for later. */
export function configure(device: Instructed, configuration: Configuration): void {
  const stored = loadSettings(device.hal);
  if (!stored || configuration.revision <= device.settings.revision) return;
  if (configuration.revision <= (stored.tried_revision || 0)) return;
  const movesMain = isNew(stored.main, configuration.mainGateway);
  const movesSpare = isNew(stored.spare, configuration.spareGateway);
  merge(stored, configuration);
  if (wrongField(stored) !== '') return;
  if (movesMain || movesSpare) {
    // A press needs the line that stands; it is over soon.
    if (device.pending() === PENDING_NOTHING) beginTrial(device, configuration, !movesMain);
  } else if (saveSettings(device.hal, stored)) {
    use(device, configuration);
    taken(device, configuration.revision);
  } else {
    device.fault(FAULT_STORAGE, 0);
  }
}

function markTried(device: Instructed, revision: number): boolean {
  const stored = loadSettings(device.hal);
  if (!stored) return false;
  stored.tried_revision = revision;
  return saveSettings(device.hal, stored);
}

function beginTrial(device: Instructed, configuration: Configuration, onSpare: boolean): void {
  if (!markTried(device, configuration.revision)) {
    device.fault(FAULT_STORAGE, 0);
    return;
  }
  device.link.drop('new addresses');
  const settings = device.settings;
  const trial: Trial = {
    configuration: configuration,
    left: ATTEMPTS,
    onSpare: onSpare,
    main: settings.main,
    spare: settings.spare,
    heartbeatMs: settings.heartbeatMs,
    unreachedRed: settings.limits.unreachedRed,
  };
  use(device, configuration);
  settings.trial = trial;
  reconnect(device, onSpare);
}

/** Soon. */
function reconnect(device: Instructed, onSpare: boolean): void {
  device.link.onSpare = onSpare;
  device.link.backoff.reset();
  if (device.link.state !== 'waiting') device.link.drop('the addresses before');
  device.link.hurry(true);
}

/** The gateway has proved itself at an address of the trial: `stored` gets what was tried. */
export function mergeTrial(stored: StoredSettings, trial: Trial): void {
  merge(stored, trial.configuration);
}

/** What was tried is stored. */
export function endTrial(device: Instructed, trial: Trial): void {
  device.settings.trial = null;
  taken(device, trial.configuration.revision);
}

/** An attempt failed, or a red press waits: enough of them, and the last good configuration is in use again. */
export function attemptFailed(device: Instructed, trial: Trial): void {
  trial.left--;
  const isRed = device.pending() === PENDING_RED;
  if (trial.left > 0 && !isRed) {
    device.link.onSpare = trial.onSpare;
    return;
  }
  goBack(device.settings, trial);
  apply(device);
  reconnect(device, false);
  // It hasn't had its chance. When this isn't stored it has.
  if (isRed && hasRoom(device.hal)) markTried(device, trial.configuration.revision - 1);
}

function goBack(settings: Settings, trial: Trial): void {
  settings.trial = null;
  settings.main = trial.main;
  settings.spare = trial.spare;
  settings.heartbeatMs = trial.heartbeatMs;
  settings.limits.unreachedRed = trial.unreachedRed;
}
