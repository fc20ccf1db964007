// The conditions of a device, and of the gateway's own journal, that become a maintenance case, and what each means.

export const CONDITIONS = {
  offline: 'no connection',
  silent: 'no heartbeat',
  flapping: 'the connection comes and goes',
  battery_low: 'the battery is low',
  battery_critical: 'the battery is almost empty',
  mains_lost: 'no mains: it runs on its battery',
  fault: 'the device reported a fault',
  journal_damaged: 'records of the journal are lost, and presses may never have been delivered',
} as const;
export type Condition = keyof typeof CONDITIONS;
