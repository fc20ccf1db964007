// The files of the catalogue, so that the tests see every part of it.
import * as checkConfig from '#gateway/messages/check-config.ts';
import * as desk from '#gateway/messages/desk.ts';
import * as deskErrors from '#gateway/messages/desk-errors.ts';
import * as device from '#gateway/messages/device.ts';
import * as deviceFailures from '#gateway/messages/device-failures.ts';
import * as doctor from '#gateway/messages/doctor.ts';
import * as errors from '#gateway/messages/errors.ts';
import * as expected from '#gateway/messages/expected.ts';
import * as failures from '#gateway/messages/failures.ts';
import * as files from '#gateway/messages/files.ts';
import * as findings from '#gateway/messages/findings.ts';
import * as installer from '#gateway/messages/installer.ts';
import * as journal from '#gateway/messages/journal.ts';
import * as registry from '#gateway/messages/registry.ts';
import * as routeTest from '#gateway/messages/route-test.ts';
import * as start from '#gateway/messages/start.ts';
import * as update from '#gateway/messages/update.ts';
import * as updateErrors from '#gateway/messages/update-errors.ts';
import * as words from '#gateway/messages/words.ts';
import * as yaml from '#gateway/messages/yaml.ts';
import * as practice from '#simulator/practice/texts.ts';
import * as platform from '#simulator/stand-in/texts.ts';

/** By the path from the root; practice and platform are of the simulator, and keep their texts beside them. */
export const CATALOGUE: Readonly<Record<string, object>> = {
  'gateway/messages/check-config.ts': checkConfig,
  'gateway/messages/device-failures.ts': deviceFailures,
  'gateway/messages/desk.ts': desk,
  'gateway/messages/device.ts': device,
  'gateway/messages/doctor.ts': doctor,
  'gateway/messages/desk-errors.ts': deskErrors,
  'gateway/messages/errors.ts': errors,
  'gateway/messages/expected.ts': expected,
  'gateway/messages/failures.ts': failures,
  'gateway/messages/files.ts': files,
  'gateway/messages/findings.ts': findings,
  'gateway/messages/installer.ts': installer,
  'gateway/messages/journal.ts': journal,
  'gateway/messages/registry.ts': registry,
  'gateway/messages/route-test.ts': routeTest,
  'gateway/messages/start.ts': start,
  'gateway/messages/update.ts': update,
  'gateway/messages/update-errors.ts': updateErrors,
  'gateway/messages/words.ts': words,
  'gateway/messages/yaml.ts': yaml,
  'simulator/practice/texts.ts': practice,
  'simulator/stand-in/texts.ts': platform,
};
