// A list of numbers that grows without holding each one as an object.

const FIRST_CAPACITY = 64;

export class Values {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length++;
  }

  /** A copy. */
  get all(): Float64Array {
    return this.#values.slice(0, this.#length);
  }

  /** A copy, and the list begins anew. */
  take(): Float64Array {
    const taken = this.all;
    this.#length = 0;
    return taken;
  }
}
