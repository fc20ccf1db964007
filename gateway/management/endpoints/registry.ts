// What `call-button registry` asks on the control socket about the registry as such. The admin API shows devices to
// installers instead, with what the gateway sees of them at this moment, and takes no keys.
import { z } from 'zod';
import { DEVICE_STATES } from '../../domain/ports/registry.ts';
import { socketEndpoint } from '../endpoint.ts';
import { bindingWithReference, deviceIn, homeFields, registeredView } from '../views.ts';
import { ImportedBody, LISTED_AT_ONCE, UserName } from '../wire.ts';
import { Reason, type ServiceStep, takeStep } from './devices.ts';

/** As over the admin API; whoever asks here is named in the records by their user. */
function stepRequest(step: ServiceStep) {
  return socketEndpoint({
    role: step === 'retire' ? 'admin' : 'operator',
    body: Reason.extend({ by: UserName, device_id: z.string() }),
    async handle({ actor, body: { by, device_id: deviceId, reason } }, subjects) {
      const asked = { actor: { ...actor, name: by }, deviceId, reason };
      return registeredView(await takeStep(step, asked, subjects), subjects.registry);
    },
  });
}

export const REGISTRY_REQUESTS = {
  list: socketEndpoint({
    role: 'operator',
    body: z.strictObject({
      group: z.string().optional(),
      state: z.enum(DEVICE_STATES).optional(),
      after: z.string().optional(),
    }),
    handle({ body: { group, state, after } }, { registry }) {
      const devices = registry.devices({
        limit: LISTED_AT_ONCE,
        ...(group === undefined ? {} : { group }),
        ...(state === undefined ? {} : { state }),
        ...(after === undefined ? {} : { after }),
      });
      return { devices: devices.map((device) => registeredView(device, registry)) };
    },
  }),
  show: socketEndpoint({
    role: 'operator',
    body: z.strictObject({ device_id: z.string() }),
    async handle({ body }, { registry }) {
      const device = deviceIn(registry, body.device_id);
      const { deviceId, homeId } = device;
      const home = homeId === undefined ? undefined : registry.home(homeId);
      const bindings = await registry.bindingsOf(deviceId);
      return {
        ...registeredView(device, registry),
        home: home ? homeFields(home) : null,
        bindings: bindings.map((binding) => bindingWithReference(binding, registry)),
      };
    },
  }),
  suspend: stepRequest('suspend'),
  resume: stepRequest('resume'),
  retire: stepRequest('retire'),
  import: socketEndpoint({
    role: 'admin',
    body: z.strictObject({ by: UserName, devices: z.array(ImportedBody) }),
    async handle({ actor, body }, { registry, rotated }) {
      const devices = body.devices.map(({ device_id, key, key_version, ...rest }) => ({
        deviceId: device_id,
        ...rest,
        key: { version: key_version, secret: Buffer.from(key, 'hex') },
      }));
      const done = await registry.importDevices({ ...actor, name: body.by }, devices, rotated);
      return {
        imported: done.imported,
        skipped: done.skipped.map(({ deviceId, code }) => ({ device_id: deviceId, code })),
        left_out: done.leftOut,
      };
    },
  }),
};
