// What goes to the broker, what comes back, and what becomes of deliveries when the broker is not well.
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventOf } from '#gateway/destinations/event.ts';
import type { MqttDestination } from '#gateway/destinations/mqtt/mqtt.ts';
import type { Delivery } from '#gateway/domain/ports/destination.ts';
import {
  caseOf,
  deliveryOf,
  greenOf,
  missedDeadlineOf,
  PERSONAL,
  testPressOf,
} from '#test/contract/deliveries.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { until } from '#test/support/until.ts';
import { isUp, Listener, mqttTo, startBroker, type TestBroker } from './broker.ts';
import { MqttProxy } from './proxy.ts';

const never = () => new AbortController().signal;

async function broker(...options: Parameters<typeof startBroker>): Promise<TestBroker> {
  const testBroker = await startBroker(...options);
  onTestFinished(() => testBroker.stop());
  return testBroker;
}

async function proxyTo(port: number): Promise<MqttProxy> {
  const proxy = await new MqttProxy(port).start();
  onTestFinished(() => proxy.stop());
  return proxy;
}

async function started(destination: MqttDestination): Promise<MqttDestination> {
  await destination.start();
  onTestFinished(() => destination.stop());
  return destination;
}

describe('what is published', () => {
  const topics: [string, Delivery][] = [
    ['callbutton/calls/red/CB-1', deliveryOf(1)],
    ['callbutton/calls/green/CB-1', greenOf(1)],
    ['callbutton/calls/test/CB-1', testPressOf(1)],
    ['callbutton/notices/breach', missedDeadlineOf()],
    ['callbutton/notices/case', caseOf()],
  ];
  it('is the event of the webhook, at QoS 1, never retained, under a topic of its kind', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const listener = await Listener.start(port, 'callbutton/#');
    const city = await started(mqttTo(proxy.port));
    for (const [, delivery] of topics) {
      expect(await city.deliver(delivery, never())).toEqual({ kind: 'unknown' });
    }
    expect(proxy.published).toEqual(
      topics.map(([topic, delivery]) => ({
        topic,
        qos: 1,
        retain: false,
        payload: JSON.stringify(eventOf(delivery, '/g/1')),
      })),
    );
    await listener.whenHeard(topics.length);
    expect(listener.heard.map(({ topic }) => topic).toSorted()).toEqual(
      topics.map(([topic]) => topic).toSorted(),
    );
  });

  it('holds of a home what the configuration says', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const full = await started(mqttTo(proxy.port, { clientId: 'full' }));
    const sparse = await started(mqttTo(proxy.port, { clientId: 'sparse', home: 'reference' }));
    for (const delivery of [deliveryOf(1), caseOf()]) {
      for (const destination of [full, sparse]) await destination.deliver(delivery, never());
    }
    const texts = proxy.published.map(({ payload }) => payload);
    expect(texts.map((text) => text.includes(PERSONAL))).toEqual([true, false, true, false]);
    expect(texts.every((text) => text.includes('4711'))).toBe(true);
  });
});

describe('the connections', () => {
  it('are one for each lane and one for reports, each with an id, the user and the password', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const account = { user: 'gateway', password: 'hunter2' };
    const city = await started(mqttTo(proxy.port, { broker: account }));
    await until(() => isUp(city));
    expect(proxy.connects.map(({ clientId }) => clientId).toSorted()).toEqual(
      ['green', 'red', 'reports', 'status'].map((lane) => `gateway-city-${lane}`),
    );
    for (const connect of proxy.connects) {
      expect(connect).toMatchObject({ username: 'gateway', password: 'hunter2' });
    }
  });

  it('let red through while greens hang', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const city = await started(mqttTo(proxy.port));
    await until(() => isUp(city));
    await proxy.become('no PUBACK');
    const ends = Array.from({ length: 200 }, () => new AbortController());
    const greens = ends.map(({ signal }, seq) => city.deliver(greenOf(seq), signal));
    await proxy.whenPublished(200);
    await proxy.become('well');
    expect(await city.deliver(deliveryOf(1), never())).toEqual({ kind: 'unknown' });
    for (const end of ends) end.abort();
    await Promise.all(greens);
  });

  it('are made anew when the broker acknowledges nothing for 5 s, and the next press goes through', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const clock = new MovingClock();
    const city = await started(mqttTo(proxy.port, { clock }));
    await until(() => isUp(city));
    await proxy.become('no PUBACK');
    const hanging = city.deliver(deliveryOf(1), never());
    await proxy.whenPublished(1);
    await proxy.become('well');
    await clock.advance(4_999);
    const answered = await city.deliver(greenOf(2), never());
    expect(answered).toEqual({ kind: 'unknown' });
    await clock.advance(1);
    expect(await hanging).toMatchObject({ code: 'TIMEOUT', detail: 'no PUBACK within 5 s' });
    expect(city.link).toMatchObject({ isUp: false, reason: 'red: no PUBACK within 5 s' });
    await clock.advance(500);
    await until(() => isUp(city));
    expect(await city.deliver(deliveryOf(1), never())).toEqual({ kind: 'unknown' });
  });

  it('that break fail what is under way at once, and nothing waits for the broker to come back', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const clock = new MovingClock();
    const city = await started(mqttTo(proxy.port, { clock }));
    await until(() => isUp(city));
    await proxy.become('no PUBACK');
    const hanging = Array.from({ length: 50 }, (_, seq) => city.deliver(deliveryOf(seq), never()));
    await proxy.whenPublished(50);
    await proxy.become('gone');
    for (const answer of hanging) expect(await answer).toMatchObject({ code: 'UNREACHABLE' });
    for (let seq = 0; seq < 1_000; seq++) {
      expect(await city.deliver(deliveryOf(seq), never())).toMatchObject({ code: 'UNREACHABLE' });
    }
    await proxy.become('well');
    await clock.advance(10_000);
    await until(() => isUp(city));
    expect(proxy.published).toHaveLength(50);
  });

  it('are tried again at the next press, four times a second at most', async () => {
    const { port } = await broker();
    const proxy = await proxyTo(port);
    const clock = new MovingClock();
    await proxy.become('gone');
    const city = await started(mqttTo(proxy.port, { clock }));
    await until(() => city.link?.isUp === false);
    await proxy.become('well');
    expect(await city.deliver(deliveryOf(1), never())).toMatchObject({ code: 'UNREACHABLE' });
    expect(proxy.connects).toEqual([]);
    // Its own pause is 250 to 500 ms after the first failure: a press need not wait for the end of it.
    await clock.advance(249);
    expect(proxy.connects).toEqual([]);
    clock.advance(1);
    expect(await city.deliver(deliveryOf(1), never())).toMatchObject({ code: 'UNREACHABLE' });
    await until(() => proxy.connects.some(({ clientId }) => clientId.endsWith('-red')));
  });
});

describe('a broker that refuses', () => {
  it('the user is told as REFUSED, is left in peace for 5 s, and counts again when it is mended', async () => {
    let isMended = false;
    const { port } = await broker({
      authenticate(_client, _user, _password, done) {
        if (isMended) done(null, true);
        else done(Object.assign(new Error('bad'), { returnCode: 5 }), null);
      },
    });
    const proxy = await proxyTo(port);
    const clock = new MovingClock();
    const city = await started(mqttTo(proxy.port, { clock }));
    expect(await city.deliver(deliveryOf(1), never())).toMatchObject({
      kind: 'failed',
      code: 'REFUSED',
      detail: 'CONNACK 5: not authorized',
    });
    await until(() => proxy.connects.length === 4 && proxy.connections === 0);
    await clock.advance(4_999);
    for (let time = 0; time < 20; time++) await city.deliver(deliveryOf(1), never());
    expect(proxy.connects).toHaveLength(4);
    isMended = true;
    await clock.advance(5_001);
    await until(() => isUp(city));
    expect(await city.deliver(deliveryOf(1), never())).toEqual({ kind: 'unknown' });
  });

  it('the subscription to reports is a link that is down, while presses go out', async () => {
    const { port } = await broker({
      authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    });
    const city = await started(mqttTo(port));
    await until(() => city.link?.isUp === false);
    expect(city.link?.reason).toBe('reports: SUBACK 128: may not subscribe');
    expect(await city.deliver(deliveryOf(1), never())).toEqual({ kind: 'unknown' });
  });

  it('to finish its CONNACK holds a press until that is given up with TIMEOUT', async () => {
    const { createServer } = await import('node:net');
    let heard = 0;
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        heard++;
        socket.write(Buffer.of(0x20, 2, 0));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const city = await started(mqttTo((server.address() as { port: number }).port));
    const controller = new AbortController();
    const waiting = city.deliver(deliveryOf(1), controller.signal);
    await until(() => heard === 4);
    controller.abort();
    expect(await waiting).toMatchObject({ kind: 'failed', code: 'TIMEOUT' });
    await city.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  it('to speak MQTT at all is UNREACHABLE, whatever it says instead', async () => {
    const { createServer } = await import('node:net');
    const sayings = ['HTTP/1.1 400 Bad Request\r\n\r\n', '\0', '\xff'.repeat(9), ' '.repeat(99)];
    for (const saying of sayings) {
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(Buffer.from(saying, 'latin1')));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const city = mqttTo((server.address() as { port: number }).port);
      await city.start();
      const outcome = await city.deliver(deliveryOf(1), never());
      expect(outcome).toMatchObject({ kind: 'failed', code: 'UNREACHABLE' });
      await city.stop();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
