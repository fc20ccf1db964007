#!/usr/bin/env node
// The command line: `call-button gateway` and `call-button demo`. The only file that may load the simulator.
import { Command, InvalidArgumentError } from 'commander';
import { runGateway } from './command.ts';
import { GatewayError } from './domain/errors.ts';

const program = new Command('call-button').description(
  'An emergency call button for people who live alone: gateway, simulator, provisioning.',
);

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

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
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
