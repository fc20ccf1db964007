// The two topics of a device, and the device_id in them.

export const PROTOCOL_MAJOR = 1;

/** Frames from the device. README.md, "Topics". */
export function upTopic(deviceId: string): string {
  return 'callbutton/1/' + deviceId + '/up';
}

/** Frames to the device. */
export function downTopic(deviceId: string): string {
  return 'callbutton/1/' + deviceId + '/down';
}

/** 4 to 32 of A–Z a–z 0–9 _ - */
export function isDeviceId(text: string): boolean {
  return text.length >= 4 && text.length <= 32 && /^[A-Za-z0-9_-]+$/.test(text);
}
