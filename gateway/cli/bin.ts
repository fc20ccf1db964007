#!/usr/bin/env -S UV_THREADPOOL_SIZE=16 MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576 node --max-semi-space-size=64
// The command line: one subcommand per task. The only file that may load the simulator, and only when asked for it.
// The threads above: look-ups of host names and the journal's writes share them, and a hanging one must starve nobody.
// Memory that one thread gives back is there for the others, and large pieces go back to the system at once.
// And what is young has room: in a flood of presses it would otherwise be copied again and again.
import { Command, InvalidArgumentError, Option } from 'commander';
import { GatewayError } from '../domain/errors.ts';
import { codeOf, stackOf } from '../domain/reason.ts';
import { languageOf } from '../messages/language.ts';
import { START } from '../messages/start.ts';
import { asRunHere, CALL_BUTTON, IS_CLONE } from '../system/run-here.ts';
import { VERSION } from '../system/version.ts';
import { deskProgram } from './desk.ts';
import { deviceProgram } from './device.ts';
import { hashPasswordCommand } from './flows-password.ts';
import { runGateway } from './gateway.ts';
import { provisionProgram } from './provision.ts';
import { registryProgram, tokenProgram } from './registry.ts';

const program = new Command(CALL_BUTTON)
  .description(
    'An emergency call button for people who live alone: run the gateway, or see the demo.',
  )
  .version(VERSION);

// 1 is for a verdict that failed; what a person typed wrongly is 2.
exitWith2(program);

program
  .command('gateway')
  .description('run the gateway')
  .option('--config <file>', 'configuration (YAML); without it, the defaults')
  .option('--devices <file>', 'devices and homes (YAML)')
  .option(
    '--new-device <device_id>',
    'add a test device with a fresh key to the devices file, and end',
  )
  .option('--check-config', 'check the configuration and all that it names, and end')
  .addOption(
    alone(
      '--export <file>',
      'write what the journal holds to a file, or - for the output, and end',
      'checkJournal',
      'repairJournal',
      'backup',
      'restore',
    ),
  )
  .addOption(new Option('--format <format>', 'of the export').choices(['jsonl', 'csv']))
  .option('--from <date>', 'export from this day (UTC) or moment on')
  .option('--to <date>', 'export up to this day, which is included, or moment')
  .addOption(
    alone(
      '--check-journal',
      'check the journal while the gateway is stopped, and end',
      'repairJournal',
      'backup',
      'restore',
    ),
  )
  .addOption(
    alone(
      '--repair-journal',
      'repair a journal that can not be opened, and end',
      'backup',
      'restore',
    ),
  )
  .addOption(
    alone('--backup <folder>', 'copy journal and devices, also while it runs, and end', 'restore'),
  )
  .addOption(
    new Option(
      '--test-route <key>',
      'have the running gateway send a marked test call over a route, tell what happened, and end',
    ).choices(['red', 'green', 'status']),
  )
  .option('--group <name>', 'with --test-route: the route of this group')
  .option('--ready', 'ask the running gateway whether it is ready, and end: 0 for yes')
  .option('--restore <folder>', 'put a backup into a data folder without a journal, and end')
  .action(runGateway);

for (const made of [deviceProgram(), registryProgram(), tokenProgram()]) {
  for (const command of [made, ...made.commands]) exitWith2(command);
  program.addCommand(made);
}

const provisionCommand = provisionProgram();
exitWith2(provisionCommand);
program.addCommand(provisionCommand);

const deskCommand = deskProgram();
exitWith2(deskCommand);
program.addCommand(deskCommand);

program
  .command('hash-password')
  .description(
    "read a password for the editor of the flows, and print its hash for the configuration's `flows.users`",
  )
  .action(hashPasswordCommand);

program
  .command('demo')
  .description('see presses travel: a gateway, its duty desk and 12 homes on this machine')
  .option('--presses <count>', 'end when so many presses are answered', positive)
  .option('--homes <count>', 'how many homes', positive, 12)
  .option('--json', 'print one JSON object as the last line')
  .action(async (options) => {
    const { runDemo } = await import('#simulator/demo.ts');
    await runDemo(options);
  });

program
  .command('practice')
  .description('practise an installation without a board: a new button in a cable of this machine')
  .action(async () => {
    const { runPractice } = await import('#simulator/practice/practice.ts');
    await runPractice();
  });

program
  .command('platform')
  .description('start a stand-in platform to try routes with, and print its destination')
  .option('--port <port>', 'where it listens on 127.0.0.1', positive, 8090)
  .option('--secret-file <file>', 'its secret; made when it is not there', 'platform.secret')
  .option('--gateway <url>', 'where it reports', url, new URL('http://127.0.0.1:8080'))
  .addOption(
    new Option('--hang', 'take connections and never answer').conflicts(['slow', 'status']),
  )
  .addOption(
    new Option('--slow <seconds>', 'accept after so long').argParser(seconds).conflicts('status'),
  )
  .addOption(new Option('--status <code>', 'answer everything with this').argParser(httpStatus))
  .addOption(
    new Option('--answer <seconds>', 'so long after it somebody telephones back')
      .argParser(seconds)
      .default(5_000, '5'),
  )
  .option('--no-answer', 'nobody telephones back')
  .addOption(new Option('--lang <language>', 'instead of LANG').choices(['en', 'zh']))
  .action(async (options) => {
    const { runPlatform } = await import('#simulator/stand-in/command.ts');
    await runPlatform(options);
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
  .command('torture', { hidden: !IS_CLONE })
  .description('kill a gateway again and again under a flood, and prove that nothing was lost')
  .option('--kills <count>', 'how often', positive, 50)
  .option('--power-cut', 'after each kill, cut off what the journal had not synced')
  .option('--seed <number>', 'draw everything as in the run that printed it', positive)
  .option('--homes <count>', 'how many homes', positive, 200)
  .option('--rate <per second>', 'presses', positive, 50)
  .option('--out <folder>', 'where the reports go', 'reports')
  .addOption(
    new Option(
      '--desk',
      'kill the duty desk and its gateway instead, with 12 whole homes, and follow each press to the end of its call',
    ).conflicts('powerCut'),
  )
  .addOption(
    new Option(
      '--alone',
      'with --desk: one that runs beside the gateway, as `call-button desk` does',
    ),
  )
  .action(async ({ desk, ...options }, command) => {
    if (desk === true) {
      const { tortureDeskCommand } = await import('#simulator/torture/desk-command.ts');
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      await tortureDeskCommand({
        ...options,
        homes: given('homes') ? options.homes : undefined,
        rate: given('rate') ? options.rate : undefined,
      });
      return;
    }
    const { torture } = await import('#simulator/torture/torture.ts');
    await torture(options);
  });

program
  .command('year', { hidden: !IS_CLONE })
  .description('live simulated years of the firmware, and tell what did not hold in them')
  .option('--seeds <count>', 'how many years', positive, 200)
  .option('--from <seed>', 'the first seed', positive, 1)
  .action(async (options) => {
    const { runYears } = await import('#simulator/year/command.ts');
    await runYears(options);
  });

program
  .command('update-homes', { hidden: !IS_CLONE })
  .description('update virtual homes over the air while their residents press')
  .option('--homes <count>', 'how many homes', positive, 1_000)
  .option('--rate <per second>', 'presses of all homes together', positive, 2)
  .option('--bytes <count>', 'of the image', positive, 40_000)
  .option('--bad', 'an image that throws when it is started')
  .option('--kill', 'kill the gateway in the last stage, and start it again')
  .action(async (options) => {
    const { updateHomes } = await import('#simulator/updates/command.ts');
    await updateHomes(options);
  });

program
  .command('bench', { hidden: !IS_CLONE })
  .description('measure, each figure beside its baseline in the same run')
  .argument('[names...]', 'which benchmarks; all when none is named')
  .option('--json <file>', 'write the figures to a file')
  .option('--strict', 'exit code 1 when a figure is out of reach, or could not be judged')
  .option('--quick', 'fewer devices and repetitions: to see that it works')
  .action(async (names, options) => {
    const { runBench } = await import('#simulator/bench/bench.ts');
    await runBench(names, options);
  });

/** Commands that are made elsewhere don't inherit it. */
function exitWith2(command: Command): void {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

/** One of these at a time. */
function alone(flags: string, text: string, ...conflicting: string[]): Option {
  return new Option(flags, text).conflicts(conflicting);
}

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

function httpStatus(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 200 && value <= 599) return value;
  throw new InvalidArgumentError('Expected a status of HTTP, 200 to 599.');
}

/** In milliseconds. */
function seconds(text: string): number {
  return above(text) * 1_000;
}

function url(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new InvalidArgumentError('Expected an address such as mqtt://127.0.0.1:1883.');
}

/** `bench` and `torture` are not in the package. */
function isLeftOut(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === 'ERR_MODULE_NOT_FOUND';
}

/** The language that the command was given by --lang. */
let namedLanguage: string | undefined;
program.hook('preAction', (_program, command) => {
  namedLanguage = command.opts().lang;
});

/** What a person is told of an error that has words for it; undefined: nobody expected it. */
function toldOf(error: unknown): string | undefined {
  const language = languageOf(process.env, namedLanguage);
  if (error instanceof GatewayError) return asRunHere(error.messageIn(language));
  return isLeftOut(error) ? START.leftOut[language] : undefined;
}

// Whoever reads the output may leave, as `head` does: that is no error, and no reason for a gateway to end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  const told = toldOf(error);
  process.stderr.write(`${told ?? stackOf(error)}\n`);
  process.exitCode = told === undefined ? 1 : 2;
}
