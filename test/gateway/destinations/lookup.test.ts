// Where a host is: one look-up at a time, an answer that is kept, and dead DNS that delays nobody for long.
import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { FRESH_MS, HostLookup, PATIENCE_MS, PAUSE_MS } from '#gateway/destinations/lookup.ts';
import { MovingClock, settle } from '#test/support/moving-clock.ts';

const OLD = [{ address: '192.0.2.1', family: 4 }];
const NEW = [
  { address: '2001:db8::2', family: 6 },
  { address: '192.0.2.2', family: 4 },
];

/** A DNS that answers when it is told. */
class FakeDns {
  readonly clock = new MovingClock();
  readonly asked: string[] = [];
  readonly #open: { resolve: (a: LookupAddress[]) => void; reject: (e: Error) => void }[] = [];
  readonly hosts = new HostLookup(
    (host) =>
      new Promise((resolve, reject) => {
        this.asked.push(host);
        this.#open.push({ resolve, reject });
      }),
    this.clock,
  );

  get running(): number {
    return this.#open.length;
  }

  async answer(addresses: LookupAddress[]): Promise<void> {
    this.#open.shift()?.resolve(addresses);
    await settle();
  }

  async fail(): Promise<void> {
    this.#open.shift()?.reject(Object.assign(new Error('dead'), { code: 'EAI_AGAIN' }));
    await settle();
  }

  /** What an attempt gets, or `undefined` while it waits. */
  async find(host = 'p.example'): Promise<{ now: unknown }> {
    const found = { now: undefined as unknown };
    this.hosts.addresses(host).then(
      (addresses) => {
        found.now = addresses;
      },
      (error) => {
        found.now = error.code;
      },
    );
    await settle();
    return found;
  }
}

describe('look-ups share the threads that the journal writes with', () => {
  /** The pool that a process has when nobody sets one. */
  const [ALL, THAT_CAN_WAIT] = process.env.UV_THREADPOOL_SIZE ? [14, 7] : [2, 1];
  const names = (count: number) => Array.from({ length: count }, (_, index) => `${index}.example`);

  async function asking(count: number): Promise<FakeDns> {
    const dns = new FakeDns();
    for (const host of names(count)) void dns.hosts.addresses(host, true).catch(() => {});
    await settle();
    return dns;
  }

  it('so what carries no red leaves threads to red, however many of its names are dead', async () => {
    const dns = await asking(40);
    expect(dns.running).toBe(THAT_CAN_WAIT);
    await dns.find('red.example');
    expect(dns.asked.at(-1)).toBe('red.example');
    for (const host of names(40)) void dns.hosts.addresses(`red-${host}`).catch(() => {});
    await settle();
    expect(dns.running).toBe(ALL);
  });

  it('and a name that waits is asked for at once when red wants it', async () => {
    const dns = await asking(40);
    const last = names(40).at(-1) as string;
    expect(dns.asked).not.toContain(last);
    await dns.find(last);
    expect(dns.asked.at(-1)).toBe(last);
  });

  it('and each that ends makes way for the next, red first', async () => {
    const dns = await asking(40);
    for (const host of names(40)) void dns.hosts.addresses(`red-${host}`).catch(() => {});
    await dns.fail();
    expect(dns.asked.at(-1)).toMatch(/^red-/);
    for (let answered = 1; answered < 80; answered++) await dns.fail();
    expect(dns.asked).toHaveLength(80);
    expect(dns.running).toBe(0);
  });

  for (const host of ['localhost', 'LocalHost', 'desk.localhost', 'localhost.']) {
    it(`and ${host} needs none`, async () => {
      const dns = await asking(40);
      const found = await dns.find(host);
      expect(found.now).toContainEqual({ address: '127.0.0.1', family: 4 });
      expect(dns.asked).not.toContain(host);
    });
  }

  it('but a name that only looks like it is asked for', async () => {
    const dns = new FakeDns();
    await dns.find('notlocalhost');
    expect(dns.asked).toEqual(['notlocalhost']);
  });
});

/** One that has answered once. */
async function knowing(): Promise<FakeDns> {
  const dns = new FakeDns();
  await dns.find();
  await dns.answer(OLD);
  return dns;
}

describe('a host that was never found', () => {
  it('is looked up once for all attempts at one time', async () => {
    const dns = new FakeDns();
    const attempts = await Promise.all(Array.from({ length: 100 }, () => dns.find()));
    expect(dns.asked).toEqual(['p.example']);
    await dns.answer(NEW);
    for (const attempt of attempts) expect(attempt.now).toEqual(NEW);
  });

  it('is asked for anew after each failure, still once at a time', async () => {
    const dns = new FakeDns();
    for (let time = 1; time <= 3; time++) {
      const attempts = [await dns.find(), await dns.find()];
      expect(dns.asked).toHaveLength(time);
      await dns.fail();
      for (const attempt of attempts) expect(attempt.now).toBe('EAI_AGAIN');
    }
  });

  it('is not held up by the look-up of another that hangs', async () => {
    const dns = new FakeDns();
    await dns.find('hangs.example');
    await dns.find('p.example');
    expect(dns.asked).toEqual(['hangs.example', 'p.example']);
  });

  it('is a failure, too, when the answer is empty', async () => {
    const dns = new FakeDns();
    const attempt = await dns.find();
    await dns.answer([]);
    expect(attempt.now).toBe('ENODATA');
  });
});

describe('a host that was found', () => {
  it('is not looked up again for a minute', async () => {
    const dns = await knowing();
    await dns.clock.advance(FRESH_MS - 1);
    expect((await dns.find()).now).toEqual(OLD);
    expect(dns.asked).toHaveLength(1);
  });

  it('is looked up after that minute, and found where it has moved', async () => {
    const dns = await knowing();
    await dns.clock.advance(FRESH_MS);
    const attempt = await dns.find();
    expect(attempt.now).toBeUndefined();
    await dns.answer(NEW);
    expect(attempt.now).toEqual(NEW);
    expect((await dns.find()).now).toEqual(NEW);
    expect(dns.asked).toHaveLength(2);
    expect(dns.clock.armed).toBe(0);
  });

  it('is where it was when the look-up hangs, after a quarter of a second and then at once', async () => {
    const dns = await knowing();
    await dns.clock.advance(FRESH_MS);
    const first = await dns.find();
    await dns.clock.advance(PATIENCE_MS - 1);
    expect(first.now).toBeUndefined();
    await dns.clock.advance(1);
    expect(first.now).toEqual(OLD);
    for (let time = 0; time < 100; time++) {
      await dns.clock.advance(1_000);
      expect((await dns.find()).now).toEqual(OLD);
    }
    expect(dns.asked).toHaveLength(2);
    expect(dns.running).toBe(1);
    await dns.answer(NEW);
    expect((await dns.find()).now).toEqual(NEW);
  });

  it('is where it was when the look-up fails, and is not asked for again at once', async () => {
    const dns = await knowing();
    await dns.clock.advance(FRESH_MS);
    const attempt = await dns.find();
    await dns.fail();
    expect(attempt.now).toEqual(OLD);
    await dns.clock.advance(PAUSE_MS - 1);
    expect((await dns.find()).now).toEqual(OLD);
    expect(dns.asked).toHaveLength(2);
    await dns.clock.advance(1);
    await dns.find();
    expect(dns.asked).toHaveLength(3);
  });
});

describe('as the option of a socket', () => {
  const look = (all: boolean) =>
    new Promise((resolve) => {
      const dns = new FakeDns();
      dns.hosts.lookup('p.example', { all }, (...found) => resolve(found));
      void dns.answer(NEW);
    });

  it('gives all addresses, or the first, as it is asked', async () => {
    expect(await look(true)).toEqual([null, NEW]);
    expect(await look(false)).toEqual([null, '2001:db8::2', 6]);
  });

  it('gives the error', async () => {
    const dns = new FakeDns();
    const found = new Promise((resolve) =>
      dns.hosts.lookup('p.example', { all: true }, (error) => resolve(error?.code)),
    );
    await dns.fail();
    expect(await found).toBe('EAI_AGAIN');
  });

  it('asks the system when nothing else is given', async () => {
    const addresses = await new HostLookup().addresses('localhost');
    expect(addresses.map(({ address }) => address).join()).toMatch(/127\.0\.0\.1|::1/);
  });
});
