// Updates of the firmware: images, rollouts and how far each device is, over the admin API and over the control socket.
import { z } from 'zod';
import type { Asker } from '../../domain/ports/registry.ts';
import type { RolloutRecord } from '../../domain/updates/memory.ts';
import type { DeviceProgress } from '../../domain/updates/progress.ts';
import type { StoredImage } from '../../updates/image-store.ts';
import type { Confirmed } from '../../updates/updates.ts';
import { type ApiSubjects, type Endpoint, endpoint, socketEndpoint } from '../endpoint.ts';
import { iso, isoOrNull } from '../views.ts';
import {
  ImageBody,
  ImageView,
  MAX_IMAGE_BODY,
  UpdateBody,
  UpdatedDevicesQuery,
  UpdatedDeviceView,
  UpdateView,
  UserName,
} from '../wire.ts';

/** Rollouts in one answer, at most: those before them are history. */
const SHOWN_ROLLOUTS = 50;

export const UPDATE_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/images',
    role: 'operator',
    summary: 'Images of the firmware that the gateway has, newest first',
    answers: { 200: z.object({ images: z.array(ImageView) }) },
    handle: (_asked, { updates }) => ({
      status: 200,
      body: { images: updates.images().map(imageView) },
    }),
  }),
  endpoint({
    method: 'POST',
    path: '/images',
    role: 'operator',
    summary: 'Checks an image of the firmware and keeps it; no device gets it by that',
    maxBody: MAX_IMAGE_BODY,
    body: ImageBody,
    answers: { 201: ImageView },
    async handle({ actor, body }, subjects) {
      return { status: 201, body: await store(actor, body.image, subjects) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/updates',
    role: 'operator',
    summary: 'Updates of the firmware, newest first, with how many devices are how far',
    answers: { 200: z.object({ updates: z.array(UpdateView) }) },
    handle: (_asked, subjects) => ({ status: 200, body: listed(subjects) }),
  }),
  endpoint({
    method: 'POST',
    path: '/updates',
    role: 'operator',
    summary: 'Begins to bring an image to one device, a group or all, in stages',
    body: UpdateBody,
    answers: { 201: UpdateView },
    async handle({ actor, body }, subjects) {
      return { status: 201, body: await begin(actor, body, subjects) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/updates/devices',
    role: 'operator',
    summary: 'Devices of the newest update and how far each is, in the order of their turn',
    query: UpdatedDevicesQuery,
    answers: { 200: z.object({ devices: z.array(UpdatedDeviceView) }) },
    handle: ({ query }, subjects) => ({ status: 200, body: devices(query, subjects) }),
  }),
  step('stop', 'Stops the update that runs: no device is sent anything more'),
  step('resume', 'Lets an update that was stopped go on'),
  step('back', 'Lets every device that has the newest update leave it for what it had before'),
];

type Step = 'stop' | 'resume' | 'back';

function step(name: Step, summary: string): Endpoint {
  return endpoint({
    method: 'POST',
    path: `/updates/${name}`,
    role: 'operator',
    summary,
    answers: { 200: UpdateView },
    async handle({ actor }, subjects) {
      return { status: 200, body: await take(name, actor, subjects) };
    },
  });
}

const By = z.strictObject({ by: UserName });

function stepRequest(name: Step) {
  return socketEndpoint({
    role: 'operator',
    body: By,
    handle: ({ actor, body }, subjects) => take(name, { ...actor, name: body.by }, subjects),
  });
}

/** Of `call-button device update` and its kind; whoever asks is named in the records by their user. */
export const UPDATE_REQUESTS = {
  store: socketEndpoint({
    role: 'operator',
    body: ImageBody.extend({ by: UserName }),
    handle: ({ actor, body }, subjects) => store({ ...actor, name: body.by }, body.image, subjects),
  }),
  begin: socketEndpoint({
    role: 'operator',
    body: UpdateBody.extend({ by: UserName }),
    handle({ actor, body: { by, ...wanted } }, subjects) {
      return begin({ ...actor, name: by }, wanted, subjects);
    },
  }),
  list: socketEndpoint({
    role: 'operator',
    body: z.strictObject({}),
    handle: (_asked, subjects) => listed(subjects),
  }),
  devices: socketEndpoint({
    role: 'operator',
    body: UpdatedDevicesQuery,
    handle: ({ body }, subjects) => devices(body, subjects),
  }),
  stop: stepRequest('stop'),
  resume: stepRequest('resume'),
  back: stepRequest('back'),
};

async function store(actor: Asker, image: string, { updates, registry }: ApiSubjects) {
  const stored = await updates.storeImage(Buffer.from(image, 'base64'));
  const { sha256, version } = stored;
  await registry.addToAudit(actor, { what: 'image.stored', subject: version, detail: { sha256 } });
  return imageView(stored);
}

async function begin(actor: Asker, wanted: z.output<typeof UpdateBody>, subjects: ApiSubjects) {
  const { image, scope, older } = wanted;
  const device = scope.kind === 'device' ? { device_id: scope.deviceId } : {};
  const detail = { image, scope: scope.kind, older, ...device };
  return updateView(
    await subjects.updates.begin(wanted, confirmed(actor, 'update.begun', subjects, image, detail)),
  );
}

async function take(name: Step, actor: Asker, subjects: ApiSubjects) {
  const { updates } = subjects;
  const image = updates.rollouts()[0]?.head.image ?? '';
  const what = { stop: 'update.stopped', resume: 'update.resumed', back: 'update.taken_back' };
  const asked = confirmed(actor, what[name], subjects, image, { image });
  const steps = { stop: 'stopRollout', resume: 'resume', back: 'back' } as const;
  return updateView(await updates[steps[name]](asked));
}

/** It is in the audit before it counts, under the version of the image. */
function confirmed(
  actor: Asker,
  what: string,
  { registry, updates }: ApiSubjects,
  image: string,
  detail: Record<string, string | boolean>,
): Confirmed {
  const version =
    updates.images().find(({ sha256 }) => sha256 === image)?.version ??
    updates.rollouts()[0]?.head.version ??
    '';
  return {
    by: actor.name,
    confirm: () => registry.addToAudit(actor, { what, subject: version, detail }),
  };
}

function listed({ updates }: ApiSubjects) {
  return { updates: updates.rollouts().slice(0, SHOWN_ROLLOUTS).map(updateView) };
}

function devices(
  { limit, after, step: wanted }: z.output<typeof UpdatedDevicesQuery>,
  { updates }: ApiSubjects,
) {
  const found: ReturnType<typeof progressView>[] = [];
  let isPast = after === undefined;
  for (const device of updates.devices()) {
    if (found.length === limit) break;
    if (isPast && (wanted ?? device.step) === device.step) found.push(progressView(device));
    if (device.deviceId === after) isPast = true;
  }
  return { devices: found };
}

function imageView({ sha256, version, boards, bytes, storedAt }: StoredImage) {
  return {
    sha256,
    version,
    boards: [...boards],
    bytes,
    stored_at: storedAt === 0 ? null : iso(storedAt),
  };
}

export function updateView({ head, counts }: RolloutRecord) {
  const { number, image, version, older, scope, by, state, direction, stop } = head;
  return {
    number,
    image,
    version,
    older,
    scope:
      scope.kind === 'device'
        ? { device_id: scope.deviceId }
        : scope.kind === 'group'
          ? { group: scope.group }
          : { all: true },
    by,
    state,
    direction,
    stage: head.stage + 1,
    stages: head.stages,
    devices: counts,
    started_at: iso(head.startedAt),
    ended_at: isoOrNull(head.endedAt),
    stop:
      stop === undefined
        ? null
        : {
            why: stop.why,
            device_id: stop.deviceId ?? null,
            detail: stop.detail || null,
            at: iso(stop.at),
          },
  };
}

export function progressView({ deviceId, stage, step: reached, detail, since }: DeviceProgress) {
  return {
    device_id: deviceId,
    stage: stage + 1,
    step: reached,
    detail: detail || null,
    since: iso(since),
  };
}

// What the commands print of the answers of the control socket.
export type UpdateJson = ReturnType<typeof updateView>;
export type UpdatedDeviceJson = ReturnType<typeof progressView>;
