// `call-button torture --desk`: the options, how far it is, and the verdict in words.
import { tortureDesk } from './desk-torture.ts';

export interface DeskCommandOptions {
  kills: number;
  /** Drawn when it is left out, and printed: the same seed tortures in the same way. */
  seed?: number;
  homes: number | undefined;
  rate: number | undefined;
  alone?: boolean;
}

const HOMES = 12;
/** Presses per second: an outbox is bounded, and what it gives up while nobody serves would be no fault. */
const RATE = 3;
const SHOWN_FAULTS = 20;

/** Sets the exit code: 0 passed, 1 failed, 2 not all of it was done. */
export async function tortureDeskCommand(options: DeskCommandOptions): Promise<void> {
  const seed = options.seed ?? Math.floor(Math.random() * 0xffffffff);
  const { kills, homes = HOMES, rate = RATE, alone: isAlone = false } = options;
  const where = isAlone ? 'a desk that runs alone' : "the gateway's own desk";
  process.stdout.write(
    `${kills} kills of ${where} or of the gateway, under ${rate} presses/s of ${homes} homes. Seed ${seed}.\n`,
  );
  const ending = new AbortController();
  const end = () => ending.abort();
  process.on('SIGINT', end).on('SIGTERM', end);
  const result = await tortureDesk({
    kills,
    seed,
    homes,
    rate,
    isAlone,
    losesOne: true,
    signal: ending.signal,
    onKill: (done, what) => process.stdout.write(`${done} of ${kills}: ${what}\n`),
  });
  const { presses, calls, vanished, rangAgain, refused, faults } = result;
  const lines = [
    `Presses:   ${presses}, in ${calls} calls`,
    `Kills:     ${result.kills}`,
    `Browsers:  ${vanished} vanished, ${rangAgain} calls rang again because of one that stayed away`,
    `Refused:   ${refused} steps on calls that another had`,
    `Account:   ${faults.length === 0 ? 'everything adds up' : `${faults.length} that don't add up`}`,
    ...faults.slice(0, SHOWN_FAULTS).map((fault) => `  ${fault}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (faults.length > 0) process.exitCode = 1;
  else if (ending.signal.aborted || result.kills < kills) process.exitCode = 2;
}
