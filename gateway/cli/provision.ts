// The options of `call-button provision`. What they start is loaded only then: it needs serial ports, which a gateway doesn't.
import { Command, Option } from 'commander';
import type { ProvisionOptions } from '../provisioning/options.ts';
import { VERSION } from '../system/version.ts';

export function provisionProgram(): Command {
  const program = new Command('provision')
    .description('install a device over a serial cable, from the box to in service')
    .addOption(new Option('--lang <language>', 'language of the questions').choices(['en', 'zh']))
    .option('--port <path>', 'serial port: /dev/ttyUSB0, /dev/cu.usbserial-…, COM3')
    .option('--gateway <url>', 'admin API, https://host:8081 (or CALL_BUTTON_GATEWAY)')
    .option('--fingerprint <sha256>', "the gateway's certificate (or CALL_BUTTON_FINGERPRINT)")
    .option('--ca <file>', 'who signed it (PEM), instead of a fingerprint')
    .option('--token-file <file>', 'file with the token (or CALL_BUTTON_TOKEN)')
    .option('--device-id <id>', 'as printed on the label')
    .option('--reference <text>', "the resident's reference in the platform's records")
    .option('--community <text>', 'of the home')
    .option('--subdistrict <text>', 'of the home')
    .option('--name <text>', "the resident's, if the operator wants it at the gateway")
    .option('--address <text>', 'likewise')
    .option('--telephone <text>', 'likewise')
    .option('--group <name>', 'of devices')
    .option('--account <digits>', 'SIA account number')
    .option('--zone <number>', 'SIA zone, where several devices share an account')
    .option('--wifi <name>', 'network of the home')
    .option('--wifi-password-file <file>', 'its password (or CALL_BUTTON_WIFI_PASSWORD)')
    .option('--main <address>', 'where the device finds the gateway: host:port, tls://host:port')
    .option('--spare <address>', 'spare address of the gateway')
    .option('--heartbeat <seconds>', 'between heartbeats')
    .option('--unreached-after <seconds>', 'until "use the telephone"')
    .option('--rebind <reason>', 'take the device out of its former home')
    .option('--drop-press', 'give up a press that was never delivered')
    .option('--again', 'also a device that is in service in this home already')
    .option('--service-telephone <number>', 'for the sheet that the resident keeps')
    .option('--signals-seen', 'somebody at a bench has seen the light and heard the buzzer')
    .option('--yes', 'ask nothing: go on where only a warning stands in the way')
    .option('--csv <file>', "the day's list, a home in each row")
    .option('--coverage', 'show homes and devices by subdistrict and community, and end')
    .option('--doctor', "explain a device's state, write a support bundle, and end")
    .option('--repair', 'write the firmware anew; with a gateway, go on with the installation')
    .option('--back', 'start the firmware in the other slot again, and end')
    .option('--out <file>', 'with --doctor: where the support bundle goes')
    .option('--state <folder>', 'where installations are remembered')
    .action(async (options: ProvisionOptions) => {
      const { runProvision } = await import('../provisioning/command.ts');
      process.exitCode = await runProvision(options, VERSION);
    });
  return program;
}
