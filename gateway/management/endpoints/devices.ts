// Endpoints about devices: registering, keys, homes, the acceptance test, and the ends of a device's service.
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import type { Asker, DeviceCheck, RegisteredDevice } from '../../domain/ports/registry.ts';
import { BEFORE_SERVICE, mustBeBeforeService } from '../../domain/registry/roles.ts';
import { DEVICE } from '../../messages/device.ts';
import { told } from '../../messages/sentence.ts';
import { acceptanceGaps } from '../acceptance.ts';
import { type ApiSubjects, type Endpoint, endpoint, type Reply } from '../endpoint.ts';
import { bindingView, deviceIn, deviceView, standingOf } from '../views.ts';
import {
  AcceptanceBody,
  BindBody,
  BindingView,
  ChangeBody,
  DeviceView,
  KeyView,
  ProofBody,
  ProofView,
  RegisterBody,
} from '../wire.ts';

const Limit = z.coerce.number().int().min(1).max(1_000).default(100);
const DeviceQuery = z.strictObject({
  limit: Limit,
  after: z.string().optional(),
  group: z.string().optional(),
  state: ChangeBody.shape.state,
});
/** Why a step is taken, for the records. */
export const Reason = z.strictObject({ reason: z.string().min(1).max(200) });

/** Devices: about 1 ms. */
const LOOKED_AT_ONCE = 1_000;

const ok = async (device: RegisteredDevice, subjects: ApiSubjects): Promise<Reply> => ({
  status: 200,
  body: await deviceView(device, subjects),
});

/** As many as are asked for, looked for in parts: perhaps none of 100,000 is as it should be. */
async function foundBy(
  { limit, after, group, state }: z.output<typeof DeviceQuery>,
  { registry, turns }: ApiSubjects,
): Promise<RegisteredDevice[]> {
  const found: RegisteredDevice[] = [];
  for (let last = after; ; ) {
    await turns.next();
    const page = registry.devices({ limit: LOOKED_AT_ONCE, ...given({ after: last }) });
    for (const device of page) {
      if ((group ?? device.group) !== device.group) continue;
      if ((state ?? device.state) === device.state) found.push(device);
    }
    last = page.at(-1)?.deviceId;
    if (found.length >= limit) return found.slice(0, limit);
    if (page.length < LOOKED_AT_ONCE) return found;
  }
}

/** What was judged is what the step finds. Errors: STATE_WRONG. */
function sameAs(judged: RegisteredDevice): DeviceCheck {
  const names = ['state', 'suspendedFrom', 'homeId', 'keyVersion', 'keyVersionUsed'] as const;
  return (device) => {
    const isSame = device.changedAt === judged.changedAt;
    if (isSame && names.every((name) => device[name] === judged[name])) return;
    const detail = `${device.deviceId} was changed while it was judged: ask again`;
    throw new GatewayError('STATE_WRONG', detail);
  };
}

/** Leaves out what isn't there: the registry tells absent from empty. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** What ends a device's service, for a while or for good, and what takes it up again. */
export const SERVICE_STEPS = ['suspend', 'resume', 'retire'] as const;
export type ServiceStep = (typeof SERVICE_STEPS)[number];

/** Errors: NO_SUCH_DEVICE, STATE_WRONG. */
export async function takeStep(
  step: ServiceStep,
  { actor, deviceId, reason }: { actor: Asker; deviceId: string; reason: string },
  { registry, administration }: ApiSubjects,
): Promise<RegisteredDevice> {
  if (registry.device(deviceId) === undefined && administration.knows(deviceId)) {
    throw new GatewayError('NO_SUCH_DEVICE', told`${deviceId}: ${DEVICE.onlyInFile}`);
  }
  const device = deviceIn(registry, deviceId);
  const state = {
    suspend: 'suspended',
    resume: device.suspendedFrom,
    retire: 'retired',
  } as const;
  const next = state[step];
  if (next === undefined) throw new GatewayError('STATE_WRONG', `${deviceId}: not suspended`);
  const check = step === 'resume' ? sameAs(device) : undefined;
  return await registry.change(actor, deviceId, { state: next }, reason, check);
}

export const DEVICE_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/devices',
    role: 'installer',
    summary: 'Devices in the order of their device_id',
    query: DeviceQuery,
    answers: { 200: z.object({ devices: z.array(DeviceView) }) },
    async handle({ query }, subjects) {
      const found = await foundBy(query, subjects);
      const devices = await subjects.turns.map(found, (device) => deviceView(device, subjects));
      return { status: 200, body: { devices } };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/devices',
    role: 'installer',
    summary:
      'Registers a device; one that is there and not in service yet is given back; one of the devices file an operator registers',
    body: RegisterBody,
    answers: { 200: DeviceView, 201: DeviceView },
    async handle({ actor, body }, subjects) {
      const { registry } = subjects;
      const { device_id: deviceId, group, ...rest } = body;
      const known = registry.device(deviceId);
      if (known && BEFORE_SERVICE.includes(known.state)) return ok(known, subjects);
      const standing = standingOf(deviceId, subjects);
      if (standing) mustBeBeforeService(standing, actor, 'operator');
      const device = await registry.register(actor, { deviceId, group, ...given(rest) });
      return { status: 201, body: await deviceView(device, subjects) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}',
    role: 'installer',
    summary: 'One device, with what the gateway sees of it',
    answers: { 200: DeviceView },
    handle: ({ params }, subjects) => ok(deviceIn(subjects.registry, params.device_id), subjects),
  }),
  endpoint({
    method: 'PATCH',
    path: '/devices/{device_id}',
    role: 'installer',
    summary: 'Changes a device; once it is in service only an operator may',
    body: ChangeBody.omit({ state: true }),
    answers: { 200: DeviceView },
    async handle({ actor, params, body }, subjects) {
      return ok(await subjects.registry.change(actor, params.device_id, given(body)), subjects);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/devices/{device_id}/key',
    role: 'installer',
    summary: 'A fresh key of the next version, told this once; of a device in service for admins',
    answers: { 201: KeyView },
    async handle({ actor, params }, { registry }) {
      const { version, secret } = await registry.issueKey(actor, params.device_id);
      const key = Buffer.from(secret).toString('hex');
      return { status: 201, body: { key_version: version, key } };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/devices/{device_id}/provisioned',
    role: 'installer',
    summary: 'Its newest key is on the device, and was read back; of one in service for admins',
    body: z.strictObject({ key_version: z.int().min(1) }),
    answers: { 200: DeviceView },
    async handle({ actor, params, body }, subjects) {
      const { registry } = subjects;
      const check = ({ deviceId, keyVersion }: RegisteredDevice) => {
        if (body.key_version === keyVersion) return;
        const detail = `${deviceId}: key_version ${body.key_version} is not the newest, ${keyVersion}`;
        throw new GatewayError('STATE_WRONG', detail);
      };
      const { device_id: deviceId } = params;
      const step = { state: 'provisioned' } as const;
      return ok(await registry.change(actor, deviceId, step, undefined, check), subjects);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/devices/{device_id}/console-proof',
    role: 'installer',
    summary: 'Proves to the console of a device that its key is known, without telling it',
    body: ProofBody,
    answers: { 200: ProofView },
    async handle({ params, body }, { registry }) {
      const { deviceId } = deviceIn(registry, params.device_id);
      const challenge = Buffer.from(body.challenge, 'hex');
      const mac = registry.consoleProof(deviceId, body.key_version, challenge);
      if (mac === undefined) {
        const detail = `${deviceId}: no key of version ${body.key_version} is known`;
        throw new GatewayError('NO_SUCH_KEY', detail);
      }
      return { status: 200, body: { mac } };
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/devices/{device_id}/home',
    role: 'installer',
    summary:
      'Binds a device to a home; a reason ends a former binding; one in service an operator moves',
    body: BindBody,
    answers: { 200: DeviceView },
    async handle({ actor, params, body }, subjects) {
      const { registry } = subjects;
      const { device_id: deviceId } = params;
      await registry.bind(actor, deviceId, body.home_id, body.reason);
      return ok(deviceIn(registry, deviceId), subjects);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/devices/{device_id}/home',
    role: 'operator',
    summary: 'Takes a device out of its home',
    query: Reason,
    answers: { 204: undefined },
    async handle({ actor, params, query }, { registry }) {
      await registry.unbind(actor, params.device_id, query.reason);
      return { status: 204 };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}/bindings',
    role: 'operator',
    summary: 'In which homes it stood, newest first',
    answers: { 200: z.object({ bindings: z.array(BindingView) }) },
    async handle({ params }, { registry }) {
      const { deviceId } = deviceIn(registry, params.device_id);
      const bindings = (await registry.bindingsOf(deviceId)).map(bindingView);
      return { status: 200, body: { bindings } };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/devices/{device_id}/acceptance',
    role: 'installer',
    summary: 'Puts a device in service; the gateway itself looks whether both test presses arrived',
    body: AcceptanceBody,
    answers: { 200: DeviceView },
    async handle({ actor, params, body }, subjects) {
      const { registry, administration } = subjects;
      const device = deviceIn(registry, params.device_id);
      const { deviceId } = device;
      if (device.state === 'in_service') return ok(device, subjects);
      const gaps = await acceptanceGaps(device, body, subjects);
      if (gaps.length > 0) {
        throw new GatewayError('ACCEPTANCE_INCOMPLETE', `${deviceId}: ${gaps.join(', ')}`);
      }
      let judged = device;
      if (device.state !== 'tested') {
        const step = { state: 'tested' } as const;
        judged = await registry.change(actor, deviceId, step, undefined, sameAs(judged));
      }
      const step = { state: 'in_service' } as const;
      const inService = await registry.change(actor, deviceId, step, undefined, sameAs(judged));
      // One that did not reach it yet would silence its keys now that somebody counts on them.
      administration.endTests(deviceId);
      return ok(inService, subjects);
    },
  }),
  ...SERVICE_STEPS.map((step) =>
    endpoint({
      method: 'POST',
      path: `/devices/{device_id}/${step}`,
      role: step === 'retire' ? 'admin' : 'operator',
      summary: {
        suspend: 'Cuts its connection at once; it can not connect until it is resumed',
        resume: 'A suspended device may connect again, in the state that it was in',
        retire: 'For good: its keys are worthless from now on',
      }[step],
      body: Reason,
      answers: { 200: DeviceView },
      async handle({ actor, params, body }, subjects) {
        const asked = { actor, deviceId: params.device_id, reason: body.reason };
        return ok(await takeStep(step, asked, subjects), subjects);
      },
    }),
  ),
];
