// A notice on its way to the operator.
import type { Notice } from '../domain/notice.ts';
import type { Delivery } from '../domain/ports/destination.ts';
import type { DeviceDirectory, Home } from '../domain/ports/directory.ts';
import type { Route, Routes } from '../domain/route.ts';
import { Offer } from './offer.ts';

/** A city in the dark is one notice, and a platform must be able to take it. */
const MAX_HOMES = 500;

export class NoticeOffer extends Offer {
  readonly notice: Notice;
  readonly severity = 'status';
  readonly callId = undefined;
  readonly #sources: { routes: Routes; directory: DeviceDirectory };

  constructor(notice: Notice, sources: { routes: Routes; directory: DeviceDirectory }) {
    super();
    this.notice = notice;
    this.#sources = sources;
  }

  get id(): string {
    return this.notice.id;
  }

  get fields(): object {
    return { notice: this.id };
  }

  route(): Route {
    return this.#sources.routes.of('status', this.notice.group);
  }

  delivery(): Delivery {
    const { notice } = this;
    const deviceIds = 'deviceIds' in notice ? notice.deviceIds : [notice.deviceId];
    const homes: Record<string, Home> = {};
    for (const deviceId of deviceIds.slice(0, MAX_HOMES)) {
      const device = this.#sources.directory.find(deviceId);
      if (device) homes[deviceId] = device.home;
    }
    return { kind: 'notice', notice, homes };
  }

  /** Nobody reports on notices: what has arrived is taken over. */
  isArrivalEnough(): boolean {
    return true;
  }
}
