// The conditions of a device that become a maintenance case, and what each means for a person.

export const CONDITIONS = {
  offline: 'no connection',
  silent: 'no heartbeat',
  flapping: 'the connection comes and goes',
  battery_low: 'the battery is low',
  battery_critical: 'the battery is almost empty',
  mains_lost: 'no mains: it runs on its battery',
  fault: 'the device reported a fault',
} as const;
export type Condition = keyof typeof CONDITIONS;
