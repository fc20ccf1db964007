#!/usr/bin/env node
// The command line: `call-button gateway`, `demo`, `simulate` and `bench`. The only file that may load the simulator.
import { createRequire } from 'node:module';
import { Command, InvalidArgumentError } from 'commander';
import { runGateway } from './command.ts';
import { GatewayError } from './domain/errors.ts';

const VERSION: string = createRequire(import.meta.url)('../package.json').version;

const program = new Command('call-button')
  .description(
    'An emergency call button for people who live alone: run the gateway, or see the demo.',
  )
  .version(VERSION);

// 1 is for a verdict that failed; what a person typed wrongly is 2.
program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('gateway')
  .description('run the gateway')
  .option('--config <file>', 'configuration (YAML); without it, the defaults')
  .option('--devices <file>', 'devices and homes (YAML)')
  .option(
    '--new-device <device_id>',
    'add a test device with a fresh key to the devices file, and end',
  )
  .action(runGateway);

program
  .command('demo')
  .description('see presses travel: a gateway, a stand-in platform and 12 homes on this machine')
  .option('--presses <count>', 'end when so many presses are answered', positive)
  .option('--homes <count>', 'how many homes', positive, 12)
  .option('--json', 'print one JSON object as the last line')
  .action(async (options) => {
    const { runDemo } = await import('#simulator/demo.ts');
    await runDemo(options);
  });

program
  .command('simulate')
  .description('flood and break a gateway, and prove that nothing was lost or doubled')
  .argument(
    '[scenario...]',
    'a name of the library, or the path of a YAML file; none lists the library',
  )
  .option('--check', 'only check the scenario')
  .option('--compare', 'compare two JSON reports instead')
  .option('--seed <number>', 'draw presses and homes differently', positive)
  .option('--speed <factor>', 'run through the timetable so many times faster', above)
  .option('--duration <seconds>', 'end the timetable after so long', seconds)
  .option('--processes <count>', 'generator processes', positive)
  .option('--out <folder>', 'where the reports go', 'reports')
  .option('--gateway <url>', 'load this gateway instead of one of our own: mqtt://host:port', url)
  .option('--devices <file>', "with --gateway: the gateway's devices file")
  .option(
    '--http <url>',
    "with --gateway: the gateway's HTTP address, for reports and refusals",
    url,
  )
  .option('--platform-port <port>', 'where the stand-in platform listens on 127.0.0.1', positive)
  .option('--secret-env <name>', "with --platform-port: the variable with the platform's secret")
  .option('--max-rate <per second>', 'with --gateway: at most so many messages/s', positive, 1_000)
  .option('--max-minutes <minutes>', 'with --gateway: at most so long', positive, 30)
  .option('--allow <host>', 'with --gateway: yes, load this host, which is not this machine')
  .action(async (scenarios, options) => {
    const { simulate } = await import('#simulator/simulate.ts');
    await simulate(scenarios, options);
  });

program
  .command('bench')
  .description('measure, each figure beside its baseline in the same run')
  .argument('[name]', 'which benchmark; all when none is named')
  .option('--json <file>', 'write the figures to a file')
  .option('--strict', 'exit code 1 when a figure is out of reach')
  .option('--quick', 'fewer devices and repetitions: to see that it works')
  .action(async (name, options) => {
    const { runBench } = await import('#simulator/bench/bench.ts');
    await runBench(name, options);
  });

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}

function above(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

/** In milliseconds. */
function seconds(text: string): number {
  return above(text) * 1_000;
}

function url(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new InvalidArgumentError('Expected an address such as mqtt://127.0.0.1:1883.');
}

try {
  await program.parseAsync();
} catch (error) {
  const isExpected = error instanceof GatewayError;
  process.stderr.write(
    `${isExpected ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = isExpected ? 2 : 1;
}
