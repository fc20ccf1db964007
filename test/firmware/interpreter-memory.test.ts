// Memory of the built script on the real interpreter, which has as much of it as an ESP32-C3. Skipped without one.
import { describe, expect, test } from 'vitest';
import { KEY_RED, OUTCOME_DONE } from '#protocol/messages.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { until } from '#test/support/until.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY } from './scripted-gateway.ts';

const DEVICE = { deviceId: DEVICE_ID, secret: KEY.secret };

/** Both keys in turn until the outbox is full, then red until the page of flash is full too, and turned. */
const OUTBOX = 32;
const PRESSES = 245;
const RED_PRESSES = OUTBOX / 2 + PRESSES - OUTBOX;
const PRESS_ALL =
  `var n=0,begun=getTime();var all=setInterval(function(){var call=keys[n<${OUTBOX}&&n%2?13:12];` +
  'var at=begun+n/20;call({state:false,time:at});call({state:true,time:at});' +
  `if(++n>=${PRESSES}){clearInterval(all);print("pressed","all")}},5);`;

/** Variables of the main script alone, measured 1,907; the service script would be 740 more. */
const KEYLESS = 2_100;

/** Memory runs out: the interpreter forgets the key whose press it was, and leaves a mark. */
const RUNS_OUT =
  'var flags=[];E.getErrorFlags=function(){var all=flags;flags=[];return all};' +
  'global.clearWatch=function(){keys={}};' +
  'global.runOut=function(){keys={};flags=["CALLBACK","MEMORY"]};';

/** The first look at the hardware fails, at the end of the start. */
const FAILS_ONCE =
  'var looked=E.getErrorFlags;E.getErrorFlags=function(){E.getErrorFlags=looked;throw new Error("once")};' +
  "Modules.addCached('Wifi','exports={stopAP:function(){},on:function(){},getStatus:function(){return{rssi:-50}}," +
  'connect:function(){print("joins")}}\');';

/** Tells how long the watchdog waits, and how often it was kicked. */
const KICKS =
  'var kicks=0;E.enableWatchdog=function(s){print("watchdog",s)};' +
  'E.kickWatchdog=function(){print("kicked",++kicks)};';

/** Memory in pieces: while `isShort` there is no room for a digest. */
const NO_DIGEST =
  "var isShort=false,sha=require('crypto').SHA256;" +
  "Modules.addCached('crypto','exports.SHA256=function(b){return isShort?undefined:sha(b)}');";

describe.skipIf(!interpreter)('on the interpreter', () => {
  test('an outbox full of presses leaves memory for every further press, and what has no room comes later', async () => {
    const { port, uplinks, send, mood, cut } = await receiptingBroker();
    const running = new RunningBoard(await board(DEVICE, port));
    await running.says('settled 1 1 1');
    mood.isSilent = true;
    running.run(PRESS_ALL);
    await running.says('pressed all');
    const locate = {
      kind: 'command',
      commandId: 7,
      action: { kind: 'locate', seconds: 1 },
    } as const;
    send(locate);
    expect(await running.hadRoom()).toBe(true);
    running.output = '';
    mood.isSilent = false;
    cut();
    await until(() => {
      const counts = new Map<number, number>();
      for (const { event, identity } of uplinks) {
        if (event.kind === 'press' && event.key === KEY_RED) counts.set(identity!.seq, event.count);
      }
      return [...counts.values()].reduce((sum, count) => sum + count, 0) === RED_PRESSES;
    });
    await until(() => /shown accepted/.test(running.output));
    send(locate);
    await until(() => uplinks.some(({ event }) => event.kind === 'command_result'));
    const result = uplinks.find(({ event }) => event.kind === 'command_result');
    expect(result?.event).toMatchObject({ commandId: 7, outcome: OUTCOME_DONE });
    expect(await running.hadRoom()).toBe(true);
  });

  test('a board without settings holds neither of the other scripts, pressed or not', async () => {
    const running = new RunningBoard(await board(null, 0));
    await running.says('no settings');
    expect(await running.variables()).toBeLessThanOrEqual(KEYLESS);
    running.run('push(13);push(12)');
    expect(await running.variables()).toBeLessThanOrEqual(KEYLESS);
    expect(await running.hadRoom()).toBe(true);
  });

  test('a board without settings kicks its watchdog, so that the PC has time to give it some', async () => {
    const running = new RunningBoard(await board(null, 0, { prelude: KICKS }));
    await running.says('no settings');
    await running.says('kicked 2');
    expect(running.output).toContain('watchdog 120');
  });

  test('a press for whose seal memory was too short goes out when there is memory again', async () => {
    const { port, uplinks } = await receiptingBroker();
    const running = new RunningBoard(await board(DEVICE, port, { prelude: NO_DIGEST }));
    await running.says('settled 1 1 1');
    running.run('isShort=true;red()');
    await running.says('exception');
    running.run('isShort=false');
    await running.says('shown accepted');
    const presses = uplinks.filter(({ event }) => event.kind === 'press');
    expect(presses.map(({ identity }) => identity?.seq)).toEqual([2]);
  });

  test('an exception at the end of the start keeps the board from neither its Wi-Fi nor its gateway', async () => {
    const { port } = await receiptingBroker();
    const settings = { wifi: { ssid: 'home', password: 'secret' } };
    const running = new RunningBoard(await board(DEVICE, port, { prelude: FAILS_ONCE, settings }));
    await running.says('exception');
    await running.says('link connected');
    expect(running.output).toContain('joins');
  });

  test('after memory has run out in a press the keys are watched anew', async () => {
    const { port } = await receiptingBroker();
    const running = new RunningBoard(await board(DEVICE, port, { prelude: RUNS_OUT }));
    await running.says('settled 1 1 1');
    running.output = '';
    running.run('runOut()');
    await running.says('link waiting exception');
    await running.says('link connected');
    running.pressRed();
    await running.says('shown accepted');
  });
});
