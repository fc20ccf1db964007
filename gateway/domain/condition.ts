// The conditions of a device, of a duty desk, of an update, and of the gateway's own journal, that become a maintenance case, and what each means.

export const CONDITIONS = {
  offline: 'no connection',
  silent: 'no heartbeat',
  flapping: 'the connection comes and goes',
  battery_low: 'the battery is low',
  battery_critical: 'the battery is almost empty',
  mains_lost: 'no mains: it runs on its battery',
  fault: 'the device reported a fault',
  nobody_on_duty: 'nobody is on duty, and a press rings for nobody',
  red_unanswered: 'a red call was not answered for a minute',
  journal_damaged: 'records of the journal are lost, and presses may never have been delivered',
  update_stopped: 'the update of the firmware stopped by itself at this device',
  update_finished: 'the update of the firmware has come to its end',
} as const;
export type Condition = keyof typeof CONDITIONS;
