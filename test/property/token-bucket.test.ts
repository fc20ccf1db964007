// Properties of the one measure of what somebody may use up.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from '#gateway/system/token-bucket.ts';

const SIZE = { burst: 20, perSecond: 5 };

const requests = fc.array(fc.record({ pause: fc.nat(5_000), amount: fc.nat(25) }));

describe('a token bucket', () => {
  it('gives in any time no more than its burst and what that time brings', () => {
    fc.assert(
      fc.property(requests, (plan) => {
        const bucket = new TokenBucket(SIZE, 0);
        let now = 0;
        let taken = 0;
        for (const { pause, amount } of plan) {
          now += pause;
          if (bucket.take(now, amount)) taken += amount;
          expect(taken).toBeLessThanOrEqual(SIZE.burst + (now / 1_000) * SIZE.perSecond + 0.001);
        }
      }),
    );
  });

  it('gives what is there, and a refusal takes nothing', () => {
    const bucket = new TokenBucket(SIZE, 0);
    expect(bucket.take(0, 21)).toBe(false);
    expect(bucket.take(0, 20)).toBe(true);
    expect(bucket.take(199)).toBe(false);
    expect(bucket.take(200)).toBe(true);
  });

  it('lets time pay off what was spent beyond what was there', () => {
    const bucket = new TokenBucket(SIZE, 0);
    expect(bucket.spend(0, 25)).toBe(false);
    expect(bucket.take(1_000)).toBe(false);
    expect(bucket.take(1_200)).toBe(true);
  });

  it('keeps what was added beyond the burst, and time adds none to that', () => {
    const bucket = new TokenBucket(SIZE, 0);
    bucket.add(0, 1_000, 50);
    expect(bucket.left(60_000)).toBe(50);
    expect(bucket.take(60_000, 40)).toBe(true);
    expect(bucket.left(120_000)).toBe(SIZE.burst);
  });

  it('fills again from nothing after it was emptied', () => {
    const bucket = new TokenBucket(SIZE, 0);
    bucket.empty(10_000);
    expect(bucket.left(11_000)).toBe(5);
  });
});
