// The line of the built script on the real interpreter: TLS, Wi-Fi, the spare, and a false gateway. Skipped without one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ownCertificate } from '#gateway/system/own-certificate.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreter, runScript } from '#test/support/interpreter.ts';
import { until } from '#test/support/until.ts';
import { HOST, peer } from './peer.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY } from './scripted-gateway.ts';

const DEVICE = { deviceId: DEVICE_ID, secret: KEY.secret };

/** A Wi-Fi module whose events the console sends. */
const WIFI =
  'global.fakeWifi={joins:0,on:{}};' +
  'Modules.addCached("Wifi",function(){var own=global.fakeWifi;' +
  'exports.connect=function(ssid){own.joins++;print("join",ssid,own.joins,"!");};' +
  'exports.disconnect=function(){};exports.stopAP=function(){};' +
  'exports.on=function(event,call){own.on[event]=call;};' +
  'exports.getStatus=function(){return {station:"connected",rssi:-61};};' +
  'exports.getIP=function(){return {ip:"10.0.0.2"};};});';

async function ownTls() {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return await ownCertificate({ folder, names: [], now: Date.now() });
}

/** With TLS the firmware holds about 4,000, many of them in a row. */
const TLS_VARIABLES = 5_000;

describe.skipIf(!interpreter)('on the interpreter', () => {
  test('a red press arrives over TLS with an RSA certificate', async ({ skip }) => {
    // The Linux build has 4,096 variables, an ESP32 up to 16,383.
    const total = Number(await runScript('print(process.memory().total)'));
    skip(total < TLS_VARIABLES, `the interpreter has ${total} variables`);
    const pems = await generate([{ name: 'commonName', value: 'gateway.test' }], { keySize: 2048 });
    const { port, uplinks } = await receiptingBroker({ cert: pems.cert, key: pems.private });
    const main = { host: HOST, port, tls: true };
    const running = new RunningBoard(await board(DEVICE, port, { settings: { main } }));
    await running.says('link connected');
    running.pressRed();
    await running.says('shown accepted');
    expect(uplinks.some((uplink) => uplink.event.kind === 'press')).toBe(true);
  });

  test('a certificate that it cannot read, like the ECDSA one that a gateway makes, is a failed attempt', async () => {
    const { port } = await receiptingBroker(await ownTls());
    const main = { host: HOST, port, tls: true };
    const running = new RunningBoard(await board(DEVICE, port, { settings: { main } }));
    await running.says('link waiting');
    await until(() => running.output.split('link connecting').length > 2);
    expect(running.output).not.toContain('link open');
  });

  test('a red press goes to the spare when main accepts and never answers', async () => {
    const deaf = await peer(() => {});
    const { port, uplinks } = await receiptingBroker();
    const settings = { spare: { host: HOST, port } };
    const running = new RunningBoard(await board(DEVICE, deaf.port, { settings }));
    await running.says('link connecting');
    running.pressRed();
    await running.says('shown accepted');
    expect(uplinks.some((uplink) => uplink.event.kind === 'press')).toBe(true);
    expect(running.output).not.toMatch(/Uncaught|exception/);
  });

  test('Wi-Fi is joined again after a loss, and hurries the link', async () => {
    const { port } = await receiptingBroker();
    const settings = { wifi: { ssid: 'home', password: 'secret' } };
    const running = new RunningBoard(await board(DEVICE, port, { settings, prelude: WIFI }));
    await running.says('join home 1 !');
    running.run('fakeWifi.on.connected({})');
    running.run('fakeWifi.on.disconnected({msg:"AUTH_FAIL"})');
    await running.says('join home 2 !');
    await running.says('link connected');
    expect(running.output).not.toMatch(/Uncaught|exception/);
  });

  test('a false gateway that sends noise without an end is left, and memory stays', async () => {
    const noise = Buffer.alloc(65_536, 0xff);
    const flood = await peer((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(noise));
      };
      socket.on('drain', more);
      more();
    });
    const running = new RunningBoard(await board(DEVICE, flood.port));
    await running.says('link waiting malformed packet');
    await until(() => flood.sockets.size === 0);
    // An idle board takes some 2,600; one piece of the noise would take 200 more.
    expect(await running.variables()).toBeLessThan(2_700);
    expect(running.output).not.toMatch(/Uncaught|exception/);
  });
});
