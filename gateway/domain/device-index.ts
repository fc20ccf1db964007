// Numbers devices by their ids, in typed arrays: a Map of strings would take most of the memory of what it points to.

const MAX_LOADED = 0.6;

export class DeviceIndex {
  /** Every id, its length first, one byte a character. */
  #text = new Uint8Array(1_024);
  #textUsed = 0;
  /** Where the id of a number starts in the text. */
  #starts = new Uint32Array(64);
  /** A hash table, probed in its order: number + 1, or 0. */
  #table = new Uint32Array(128);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a device, or -1. Numbers count from 0 in the order of adding. */
  find(deviceId: string): number {
    return (this.#table[this.#placeOf(deviceId)] as number) - 1;
  }

  /** The number of a device, which it gets if it has none. Ids are at most 255 characters of ISO 8859-1. */
  add(deviceId: string): number {
    const known = this.find(deviceId);
    if (known >= 0) return known;
    const number = this.#size;
    this.#keep(deviceId);
    if (this.#size > this.#table.length * MAX_LOADED) this.#rebuild();
    else this.#table[this.#placeOf(deviceId)] = number + 1;
    return number;
  }

  #keep(deviceId: string): void {
    const { length } = deviceId;
    this.#text = withRoomFor(this.#text, this.#textUsed + length + 1);
    this.#starts = withRoomFor(this.#starts, this.#size + 1);
    this.#starts[this.#size++] = this.#textUsed;
    this.#text[this.#textUsed++] = length;
    for (let at = 0; at < length; at++) this.#text[this.#textUsed++] = deviceId.charCodeAt(at);
  }

  #rebuild(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let number = 0; number < this.#size; number++) {
      const start = this.#starts[number] as number;
      const end = start + 1 + (this.#text[start] as number);
      const id = String.fromCharCode(...this.#text.subarray(start + 1, end));
      this.#table[this.#placeOf(id)] = number + 1;
    }
  }

  /** Where the id stands in the table, or the free place where it belongs. */
  #placeOf(deviceId: string): number {
    const mask = this.#table.length - 1;
    let place = hash(deviceId) & mask;
    for (;;) {
      const number = this.#table[place] as number;
      if (number === 0 || this.#isAt(this.#starts[number - 1] as number, deviceId)) return place;
      place = (place + 1) & mask;
    }
  }

  #isAt(start: number, deviceId: string): boolean {
    const { length } = deviceId;
    if (this.#text[start] !== length) return false;
    for (let at = 0; at < length; at++) {
      if (this.#text[start + 1 + at] !== deviceId.charCodeAt(at)) return false;
    }
    return true;
  }
}

/** FNV-1a, with its bits mixed once more: ids often differ in their last digits only. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return (value ^ (value >>> 15)) >>> 0;
}

function withRoomFor<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const Type = array.constructor as new (length: number) => T;
  const larger = new Type(Math.ceil(Math.max(length, array.length * 1.5)));
  larger.set(array);
  return larger;
}
