// Each failure's sentence and the next thing to try, in English.
import type { FailureCode } from '../failure.ts';

export interface FailureText {
  /** What is so. `detail` is the failure's. */
  what(detail: string): string;
  next: string;
}

const say = (what: (detail: string) => string, next: string): FailureText => ({ what, next });

export const FAILURES_EN: Record<FailureCode, FailureText> = {
  NO_PORT: say(
    () => 'No serial port was found.',
    'Plug the cable into computer and device. Name the port with --port: /dev/ttyUSB0 or /dev/ttyACM0 (Linux), /dev/cu.usbserial-… (macOS), COM3 (Windows: see the device manager).',
  ),
  SEVERAL_PORTS: say(
    (ports) => `Several devices answer: ${ports}.`,
    'Unplug all but one, or name one with --port.',
  ),
  PORT_DENIED: say(
    (port) => `This user may not open ${port}.`,
    'Linux: sudo usermod -aG dialout $USER (on some systems the group is uucp), then log in anew; or a udev rule for the adapter.',
  ),
  PORT_BUSY: say(
    (port) => `Another program holds ${port}.`,
    'Close it: a serial terminal, ModemManager, another call-button provision.',
  ),
  PORT_MISSING: say(
    (port) => `${port} is not there.`,
    'Is the cable plugged in? Without --port all ports are looked at.',
  ),
  PORT_FAILED: say(
    (port) => `${port} could not be opened as a serial port.`,
    'Unplug the adapter, plug it in again, or try another one.',
  ),
  SERIAL_UNAVAILABLE: say(
    () => 'Serial ports can not be used with this installation of Node.',
    'Install the package anew on this computer (npm ci); on a rare system its native part must be built: npm rebuild @serialport/bindings-cpp.',
  ),
  DEVICE_SILENT: say(
    (port) => `Nothing answers on ${port}.`,
    'Is the device on, and is this its cable and no charging cable? TX and RX may be swapped. A device whose firmware is missing is silent too.',
  ),
  DEVICE_UNREADABLE: say(
    (port) => `Something is heard on ${port}, but it can not be read.`,
    'Another kind of device, another speed (this one speaks 115200 baud), a bad cable, or no ground. If it is a device: switch it off and on.',
  ),
  CABLE_LOST: say(
    (port) => `The cable is gone (${port}).`,
    'Plug it in again: it goes on by itself.',
  ),
  DEVICE_RESTARTED: say(
    () => 'The device has restarted in between.',
    'It is greeted again. If this happens often, look at its power.',
  ),
  DEVICE_OTHER: say(
    (id) => `Another device is on the cable: ${id}.`,
    'Compare the label. Connect the device that is meant, or go on with this one.',
  ),
  KEY_UNKNOWN: say(
    () =>
      'The device has a key that this gateway does not know, so nobody can prove that it may be changed.',
    'It was provisioned for another gateway: use that one. Or reset it: switch it off, hold its green key, switch it on, hold on.',
  ),
  PROOF_WRONG: say(
    () => 'The device did not take the proof of its key.',
    'Try again. If it stays so, the key at the gateway is another: reset the device by its green key.',
  ),
  DEVICE_REFUSED: say(
    (words) => `The device refused: ${words}.`,
    'Try again; the words are explained in protocol/README.md, "Console errors".',
  ),
  SETTING_DIFFERS: say(
    (name) => `The device has understood ${name} differently from what was sent.`,
    'The line is bad: try again, with a shorter cable if it stays so.',
  ),
  STORAGE_FAILED: say(
    () => 'The device could not write its memory.',
    'Do not install it. Repair it at the bench (--repair); take another device if that fails.',
  ),
  STORAGE_FULL: say(
    () => 'The device has no room left for settings. Nothing was changed.',
    'At the bench: call-button provision --repair. It keeps the boot counter and presses that wait.',
  ),
  DEVICE_BUSY: say(
    (detail) =>
      `The device is busy with presses that wait, and has no memory for this (${detail}).`,
    'Let it connect, so that it can send them, then try again.',
  ),
  BOARD_OLD: say(
    (detail) => `The board has an interpreter that loses bytes on the cable: ${detail}.`,
    'Flash Espruino 2v29.96 or later (releases from 2v30 on): firmware/README.md, "Flashing".',
  ),
  BOARD_MEMORY: say(
    (detail) => `The board has too few variables: ${detail}.`,
    'Call ESP32.enableBLE(false) at its prompt, which gives about 1,800 more and erases saved code, then repair it (--repair); or take another build or board.',
  ),
  BOARD_FLASH: say(
    (detail) => `The flash of the board is divided in another way: ${detail}.`,
    'Flash an official build with its own partition table; a board of another kind needs an entry in firmware/src/espruino/board.ts.',
  ),
  PROMPT_SILENT: say(
    (detail) => `Neither firmware nor interpreter answers on ${detail}.`,
    'Is it the right port? Switch the board off and on, and try again. If it stays silent, flash Espruino anew: firmware/README.md, "Flashing".',
  ),
  REPAIR_FAILED: say(
    (detail) => `The board does not hold what was written to it (${detail}).`,
    'Try again, with a shorter cable. If it stays so, its flash is worn out: take another board.',
  ),
  FIRMWARE_MISSING: say(
    (detail) => `The firmware's scripts are not there: ${detail}.`,
    'The package has them. In a clone build them: npm run build:firmware.',
  ),
  PRESS_WAITING: say(
    () => 'A press waits on the device that was never delivered.',
    'Ask the resident whether help is needed. Let the device connect, or give the press up (--drop-press).',
  ),
  COMMIT_UNKNOWN: say(() => 'The device does not hold what was written.', 'It is written again.'),
  RESET_REFUSED: say(
    () => 'The device was not reset.',
    'The green key must be down from before power-on, and the reset must come within 60 s.',
  ),
  GATEWAY_MISSING: say(
    () => 'The gateway is not named.',
    'Give --gateway https://HOST:PORT, or set CALL_BUTTON_GATEWAY.',
  ),
  GATEWAY_PLAIN: say(
    (origin) => `${origin} is not encrypted: the token would travel in the clear.`,
    'Use https://. Plain http is for this computer itself (localhost) only.',
  ),
  GATEWAY_UNREACHABLE: say(
    (host) => `This computer does not reach the gateway (${host}).`,
    'This is between laptop and gateway, not about the device: is the laptop online, is the address right, does a VPN or firewall stand between? If all is well, ask the administrator whether the gateway runs.',
  ),
  GATEWAY_FALSE: say(
    () =>
      'This is not the gateway that is meant: its certificate is another. Nothing was sent to it.',
    'Compare the fingerprint with the one that the gateway shows (call-button token create). If the network asks for a login page, log in first.',
  ),
  GATEWAY_ODD: say(
    (what) => `The gateway answered something that can not be read (${what}).`,
    'Is the address that of the admin API (port 8081 by default)? Do both run the same version?',
  ),
  GATEWAY_BUSY: say(
    (code) => `The gateway can not do it at the moment (${code}).`,
    'Wait a minute and try again.',
  ),
  GATEWAY_REFUSED: say((words) => `The gateway refused: ${words}`, 'Correct what is named.'),
  TOKEN_MISSING: say(
    () => 'There is no token.',
    'Put it into the variable CALL_BUTTON_TOKEN or into a file: --token-file FILE. The operator makes one: call-button token create NAME --role installer.',
  ),
  TOKEN_REFUSED: say(
    () => 'The gateway does not take this token.',
    'It may have expired or been revoked. Ask the operator for a new one.',
  ),
  ROLE_MISSING: say(
    () => 'This token may not do that.',
    'A device that is in service gets a new key from an admin only, and another home from an operator only. Ask the operator.',
  ),
  DEVICE_OUT: say(
    (id) => `The device is suspended or retired: ${id}.`,
    'Ask the operator; take another device meanwhile.',
  ),
  OTHER_HOME: say(
    (id) => `${id} is bound to another home.`,
    'Compare the label. To move it here, say why (--rebind REASON); the former binding is closed with a record.',
  ),
  DEVICE_DONE: say(
    (id) => `${id} is in service in this home already.`,
    'Nothing is left to do. To do it all again: --again.',
  ),
  WIFI_NOT_FOUND: say(
    (reason) => `The device does not find this Wi-Fi (${reason}).`,
    'Compare the name, letter by letter. It must be a 2.4 GHz network, and the router near enough.',
  ),
  WIFI_PASSWORD: say(
    (reason) =>
      `The Wi-Fi does not let the device in (${reason}): the password is most likely wrong.`,
    'Enter it anew. Capital and small letters differ.',
  ),
  WIFI_LOST: say(
    (reason) => `The device loses the Wi-Fi again and again (${reason}).`,
    'Put it nearer to the router, away from metal and microwave ovens.',
  ),
  WIFI_WEAK: say(
    (rssi) => `The Wi-Fi is weak here (${rssi}).`,
    'Another place nearer to the router, or a repeater. A closed door more can end the connection.',
  ),
  LINK_NO_GATEWAY: say(
    (reason) => `The device is in the Wi-Fi, but does not reach the gateway (${reason}).`,
    "This is about the home's network, not the laptop's: does the router have internet, is the address of the gateway right, does a firewall block the port?",
  ),
  LINK_REFUSED: say(
    (reason) => `The gateway turns the device away (${reason}).`,
    'Is the address that of the gateway at which the device is registered? Writing key and settings again helps if not.',
  ),
  LINK_SLOW: say(
    (reason) => `The device is not connected yet (${reason}).`,
    'Wait a minute and try again; look at Wi-Fi and address if it stays so.',
  ),
  BATTERY_LOW: say(
    (percent) => `The battery is low or missing (${percent}).`,
    'Plug in the charger and wait, or look at the battery. Without one the button is dead when the power fails.',
  ),
  NO_MAINS: say(() => 'The device is not fed by the mains.', 'Plug in its charger.'),
  SELF_TEST_FAILED: say(
    (parts) => `The self-test failed: ${parts}.`,
    'key: a key is held or stuck. light, flash: take another device.',
  ),
  TEST_BUSY: say(
    () => 'The device does not start its test: a press waits or a call is open.',
    'If it was a real press: the service will call back. Try again when the light is back to its short green flash.',
  ),
  PRESS_NOT_SEEN: say(
    (key) => `No ${key} test press has come.`,
    'Press the key once, firmly. If the light reacts and nothing comes, look at the connection; if it does not react, the key is broken.',
  ),
  PRESS_NOT_ACCEPTED: say(
    (key) => `The ${key} press is at the gateway, but the platform has not accepted it.`,
    'The device is right; the service platform is not. Call the operator, then try again.',
  ),
  LIGHT_WRONG: say(() => 'The light was not seen.', 'Try again; else take another device.'),
  BUZZER_WRONG: say(() => 'The buzzer was not heard.', 'Try again; else take another device.'),
  ACCEPTANCE_INCOMPLETE: say(
    (what) => `The gateway does not put the device into service yet: ${what}`,
    'Do again what is missing.',
  ),
  FIELD_WRONG: say(
    (field) => `A value can not be right: ${field}.`,
    'Correct it. Nothing was written.',
  ),
  ANSWER_MISSING: say(
    (flag) => `Nobody is there to answer, and ${flag} was not given.`,
    'Give it, or run this in a terminal.',
  ),
  FILE_FAILED: say(
    (file) => `A file could not be read or written: ${file}.`,
    'Mend what is named.',
  ),
  LIST_WRONG: say(
    (what) => `The list can not be used: ${what}.`,
    'Correct it; its columns are in docs/guides/installers-manual.md, "A day\'s list".',
  ),
  INTERRUPTED: say(() => 'Stopped.', 'Start the same command again: it goes on.'),
  UNEXPECTED: say(
    (what) => `Something unexpected happened: ${what}`,
    'Try again. If it stays so: call-button provision --doctor makes a support bundle.',
  ),
};
