// What goes over somebody's MQTT broker: its channels, operations and messages in the AsyncAPI document.
import { z } from 'zod';
import { CALL_STAGES } from '../../domain/call.ts';
import { MAX_CALL_ID } from '../../domain/report.ts';
import { deviceEvent } from '../device-event.ts';
import { reportsTopic, stateTopic } from '../mqtt/topics.ts';
import { AT, CALL, DEVICE, GROUP, SOURCE } from './examples.ts';
import { DeviceEvent } from './schemas.ts';

/** What a platform publishes to say how far a call has come. */
export const ReportMessage = z.object({
  call_id: z.string().min(1).max(MAX_CALL_ID).describe('As in the press; offered to this broker'),
  stage: z.enum(CALL_STAGES.filter((stage) => stage !== 'stored')),
});

const prefix = {
  description: '`prefix` of the destination in the configuration, may have levels of its own',
  default: 'callbutton',
};
const device_id = { description: 'Printed on the label of the device' };

const ref = (name: string) => ({ $ref: `#/components/messages/${name}` });
const refs = (...names: string[]) => Object.fromEntries(names.map((name) => [name, ref(name)]));

export const BROKER_CHANNELS = {
  calls: {
    address: '{prefix}/calls/{kind}/{device_id}',
    description: 'Presses, over an mqtt destination. A test press goes to `test`, red or green',
    parameters: {
      prefix,
      device_id,
      kind: { description: 'The key, or a test', enum: ['red', 'green', 'test'] },
    },
    messages: refs('press'),
  },
  notices: {
    address: '{prefix}/notices/{kind}',
    description: 'Notices, over an mqtt destination',
    parameters: {
      prefix,
      kind: { description: 'As its message', enum: ['breach', 'case', 'progress'] },
    },
    messages: refs('breach', 'case', 'progress'),
  },
  deviceState: {
    address: stateTopic('{prefix}', '{device_id}'),
    description: 'How each device is, kept at the broker: the newest of each',
    parameters: { prefix, device_id },
    messages: refs('deviceState', 'deviceGone'),
  },
  reports: {
    address: reportsTopic('{prefix}'),
    description: 'The way back. Who may publish here, the access list of the broker says',
    parameters: { prefix },
    messages: refs('report'),
  },
};

function operation(action: 'send' | 'receive', channel: keyof typeof BROKER_CHANNELS) {
  const messages = Object.keys(BROKER_CHANNELS[channel].messages);
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    messages: messages.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
    bindings: {
      mqtt: { qos: 1, retain: channel === 'deviceState', bindingVersion: '0.2.0' },
    },
  };
}

export const BROKER_OPERATIONS = {
  publishCall: operation('send', 'calls'),
  publishNotice: operation('send', 'notices'),
  keepDeviceState: operation('send', 'deviceState'),
  takeReport: operation('receive', 'reports'),
};

const state = {
  deviceId: DEVICE,
  group: GROUP,
  state: 'online' as const,
  seenAt: AT,
  batteryPercent: 28,
  onMains: false,
  conditions: ['battery_low'] as const,
};

/** Beside those of the events, which are the same over HTTP. */
export const BROKER_MESSAGES = {
  deviceState: {
    name: DeviceEvent.shape.type.value,
    summary: 'How a device is. Nothing of the home: what is kept is found by whoever comes later',
    contentType: 'application/cloudevents+json',
    schema: DeviceEvent,
    examples: {
      'a device on its battery, which runs down': deviceEvent(state, SOURCE, AT),
      'a device that never came': deviceEvent(
        { deviceId: DEVICE, group: GROUP, state: 'never_seen', conditions: [] },
        SOURCE,
        AT,
      ),
    },
  },
  deviceGone: {
    name: 'device_gone',
    summary: 'Nothing: there is no such device any more, and the broker forgets its state',
    contentType: 'text/plain',
    schema: z.literal(''),
    examples: { 'a device that was taken out': '' },
  },
  report: {
    name: 'report',
    summary: 'How far a call has come, as the platform says. May come early, late or repeated',
    contentType: 'application/json',
    schema: ReportMessage,
    examples: {
      'somebody takes the call over': { call_id: CALL, stage: 'accepted' },
      'somebody has telephoned back': { call_id: CALL, stage: 'answered' },
    },
  },
} as const;
