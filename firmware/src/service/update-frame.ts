// The fields of an update's step, in one function: the reader of all other messages would be a class more in memory.

/** Begins the field Downlink.update. */
const UPDATE_TAG = 98;

/**
 * By their number, as numbers and as texts of bytes; null when the frame is damaged. `frame` holds an update with one
 * step and nothing else, as gateways send it; `step` is the number of its field.
 */
export function stepFields(
  frame: Uint8Array,
  step: number,
): (number | string | undefined)[] | null {
  const fields: (number | string)[] = [];
  let level = 0;
  let at = 0;
  while (at < frame.length) {
    const tag = frame[at] as number;
    let value = 0;
    let scale = 1;
    do {
      at++;
      if (at >= frame.length || scale > 268435456) return null;
      value += ((frame[at] as number) & 127) * scale;
      scale *= 128;
    } while ((frame[at] as number) > 127);
    at++;
    if (level < 2) {
      // The update and the step are messages in which the walk goes on.
      if (tag !== (level === 0 ? UPDATE_TAG : step * 8 + 2)) return null;
      if (at + value !== frame.length) return null;
      level++;
    } else if (tag > 127 || (tag % 8 !== 0 && tag % 8 !== 2)) {
      return null;
    } else if (tag % 8 === 0) {
      fields[tag >> 3] = value;
    } else {
      if (at + value > frame.length) return null;
      let text = '';
      for (let i = 0; i < value; i++) text += String.fromCharCode(frame[at + i] as number);
      fields[tag >> 3] = text;
      at += value;
    }
  }
  return level === 2 ? fields : null;
}
