// What a child may use of the gateway: so much a second, so much at once, and what it was granted beyond.
import type { Clock } from '../domain/ports/clock.ts';
import { type BucketSize, TokenBucket } from '../system/token-bucket.ts';

const GRANTED_BURSTS = 8;

export class Allowance {
  readonly #bucket: TokenBucket;
  readonly #most: number;
  readonly #clock: Pick<Clock, 'monotonic'>;

  /** It begins full. */
  constructor(size: BucketSize, clock: Pick<Clock, 'monotonic'>) {
    this.#bucket = new TokenBucket(size, clock.monotonic());
    this.#most = GRANTED_BURSTS * size.burst;
    this.#clock = clock;
  }

  /** More than time gives, up to eight times what is allowed at once. */
  grant(amount: number): void {
    this.#bucket.add(this.#clock.monotonic(), amount, this.#most);
  }

  /** False when it is used up: what was used is to be paid off by time all the same. */
  take(amount: number): boolean {
    return this.#bucket.spend(this.#clock.monotonic(), amount);
  }
}
