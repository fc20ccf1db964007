// Why a test may be skipped. `EXPECTED_SKIPS` in `.ci/run` lists the names that are expected there; others fail.

/** What a machine may lack, or a test may not ask. */
export interface SkipReason {
  /** As `EXPECTED_SKIPS` has it; undefined: skipped everywhere, and rightly. */
  name: string | undefined;
  /** Why, as it is told at the end of a run. */
  why: string;
  /** Which tests, as `test/file.test.ts > describe > title`. */
  tests: RegExp;
  /** What the test itself says when it skips itself; without this the test never ran. */
  note?: RegExp;
}

/** The first that fits counts. */
export const SKIP_REASONS: readonly SkipReason[] = [
  {
    name: undefined,
    why: 'the destination can not say that',
    tests: /> the contract of the destination: /,
    note: /^not asked of it/,
  },
  {
    name: 'espruino-memory',
    why: 'the Espruino interpreter has fewer variables than TLS needs',
    tests: /^test\/firmware\/interpreter-line\.test\.ts > on the interpreter > .* over TLS /,
    note: /variables$/,
  },
  {
    name: 'espruino32',
    why: 'no 32-bit Espruino interpreter (ESPRUINO32_BIN)',
    tests: /^test\/firmware\/definitions\.test\.ts > on a 32-bit interpreter >|> espruino32 >/,
  },
  {
    name: 'espruino',
    why: 'no Espruino interpreter (ESPRUINO_BIN)',
    tests: new RegExp(
      [
        '^test/firmware/interpreter-[a-z]+\\.test\\.ts >',
        '^test/e2e/interpreter\\.test\\.ts >',
        '> (socat, )?interpreter: ',
        '^test/[a-z/-]+\\.test\\.ts > .*on the (Espruino )?interpreter >',
        '^test/firmware/stack\\.test\\.ts > .* those of the interpreter$',
      ].join('|'),
    ),
  },
  {
    name: 'socat',
    why: 'no socat, or no serial ports',
    tests:
      /^test\/(firmware\/console-pty|gateway\/provisioning\/|gateway\/monitoring\/|simulator\/practice)/,
  },
  {
    name: 'chromium',
    why: 'no chromium (CHROMIUM_BIN)',
    tests: /> in chromium >/,
  },
  {
    name: 'mosquitto',
    why: 'no mosquitto',
    tests: /^test\/gateway\/destinations\/mqtt\/.*mosquitto/i,
  },
  {
    name: 'python3-paho-mqtt',
    why: 'no Python with paho-mqtt',
    tests: /^test\/e2e\/python-device\.test\.ts >/,
  },
  {
    name: 'systemd',
    why: 'no systemd-analyze',
    tests: /^test\/gateway\/deployment\.test\.ts > the systemd unit >/,
  },
  {
    name: 'mount',
    why: 'no right to mount a small disk: needs root, and a container that allows it',
    tests: /needs root and the right to mount a tmpfs/,
  },
  {
    name: 'seccomp',
    why: 'no Python, or no right to filter system calls (seccomp)',
    tests: /^test\/gateway\/sandbox\.test\.ts > seccomp: /,
  },
  {
    name: 'root',
    why: 'not root, or no right to change the root folder',
    tests:
      /> added by root leaves the file to its owner$|^test\/gateway\/cli\/root\.test\.ts >|> as the image runs it >/,
  },
];
