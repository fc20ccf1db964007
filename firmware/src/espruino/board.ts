// Which pin is what, board by board. In the service script: only the board that runs stays in memory.

/** As the interpreter names it. */
export type Pin = number | string;

export const NONE = -1;

export interface Board {
  /** Keys connect their pin to ground. */
  redKey: Pin;
  greenKey: Pin;
  /** NONE where there is none, here and below. */
  redLight: Pin;
  greenLight: Pin;
  buzzer: Pin;
  /** Has `mainsLevel` while there is mains. Without the pin the board counts as on mains. */
  mains: Pin;
  mainsLevel: number;
  /** The cell, behind a divider of two equal resistors. */
  battery: Pin;
  /** mV of the cell for which `analogRead` gives 1. */
  batteryFullMv: number;
  /** The port where the installer's cable ends. Not a function: it would keep the service script in memory. */
  cable: typeof Serial1;
  /** Raw flash for the log, outside Storage: its first page, or NONE for the far end of what `getFree` lists. */
  flashAddress: number;
  flashPages: number;
  flashPageBytes: number;
  /** Bytes of Storage that no settings are written into, so that it never has a reason to compact itself. */
  storageReserve: number;
  /** Hardware watchdog. Longer than the interpreter may stand still while it connects. */
  watchdogS: number;
  /** Register with the cause of the last reset, and one that survives resets for the mark of a restart; 0 for none. */
  causeRegister: number;
  markRegister: number;
  /** A BootCause of callbutton.proto; 0 until the board is started. */
  bootCause: number;
}

/** The free flash partition of the three ESP32 chips is the same: targets/esp32/IDF4/partitions.csv of Espruino. */
function esp32(): Board {
  return {
    redKey: 32,
    greenKey: 33,
    redLight: 25,
    greenLight: 26,
    buzzer: 27,
    // 34 and 35 can only read, and 34 belongs to the converter that works beside Wi-Fi.
    mains: 35,
    mainsLevel: 1,
    battery: 34,
    batteryFullMv: 6600,
    cable: Serial1,
    flashAddress: 0x310000,
    flashPages: 16,
    flashPageBytes: 4096,
    storageReserve: 4096,
    watchdogS: 120,
    // RTC_CNTL_RESET_STATE and RTC_CNTL_STORE0, here and below.
    causeRegister: 0x3ff48034,
    markRegister: 0x3ff4804c,
    bootCause: 0,
  };
}

/** Leaves out 2, 8, 9 (how the chip starts), 11 to 17 (flash), 18 and 19 (USB), 20 and 21 (console). */
function esp32c3(): Board {
  return {
    redKey: 5,
    greenKey: 6,
    redLight: 7,
    greenLight: 10,
    buzzer: 3,
    mains: 1,
    mainsLevel: 1,
    battery: 0,
    batteryFullMv: 5000,
    // Their USB: Espruino's builds are made with ESPR_USE_USB_SERIAL_JTAG.
    cable: Serial1,
    flashAddress: 0x310000,
    flashPages: 16,
    flashPageBytes: 4096,
    storageReserve: 4096,
    watchdogS: 120,
    causeRegister: 0x60008038,
    markRegister: 0x60008050,
    bootCause: 0,
  };
}

/**
 * Leaves out 0, 3, 45, 46 (how the chip starts), 6 to 12 (can't be watched), 19 and 20 (USB), 26 to 32 (flash), 43
 * and 44 (console). Espruino reads no analog pin of this chip.
 */
function esp32s3(): Board {
  return {
    redKey: 4,
    greenKey: 5,
    redLight: 15,
    greenLight: 16,
    buzzer: 17,
    mains: 18,
    mainsLevel: 1,
    battery: NONE,
    batteryFullMv: 0,
    // Their USB: Espruino's builds are made with ESPR_USE_USB_SERIAL_JTAG.
    cable: Serial1,
    flashAddress: 0x310000,
    flashPages: 16,
    flashPageBytes: 4096,
    storageReserve: 4096,
    watchdogS: 120,
    causeRegister: 0x60008038,
    markRegister: 0x60008050,
    bootCause: 0,
  };
}

/** Keys on EXTI lines of their own. Flash is the three pages of 16 KB behind the bootloader: targets/stm32. */
function espruinoWifi(): Board {
  return {
    redKey: 'B13',
    greenKey: 'B14',
    redLight: 'B10',
    greenLight: 'B15',
    buzzer: 'B1',
    mains: 'A5',
    mainsLevel: 1,
    battery: 'A0',
    batteryFullMv: 6600,
    cable: USB,
    flashAddress: 0x08004000,
    flashPages: 3,
    flashPageBytes: 16384,
    storageReserve: 4096,
    // Its hardware can count to 26 s; it never stands still to connect.
    watchdogS: 25,
    // RCC_CSR
    causeRegister: 0x40023874,
    markRegister: 0,
    bootCause: 0,
  };
}

/** The interpreter on a computer: no light, and pins that read 0 unless a script says otherwise. */
function linux(): Board {
  return {
    redKey: 12,
    greenKey: 13,
    redLight: NONE,
    greenLight: NONE,
    buzzer: NONE,
    mains: 14,
    mainsLevel: 0,
    battery: NONE,
    batteryFullMv: 0,
    cable: Serial1,
    flashAddress: NONE,
    // Two slots for firmware leave no more of the flash of this build.
    flashPages: 8,
    flashPageBytes: 4096,
    // The log's pages lie in it: there is no other flash.
    storageReserve: 4096 + 8 * 4096,
    watchdogS: 120,
    causeRegister: 0,
    markRegister: 0,
    bootCause: 0,
  };
}

/** The board of a `process.env.BOARD`: builds add their kind, as in ESP32C3_IDF4. ESP32 for what isn't known. */
export function boardOf(name: string): Board {
  if (name === 'LINUX') return linux();
  if (name === 'ESPRUINOWIFI') return espruinoWifi();
  if (name.startsWith('ESP32C3')) return esp32c3();
  if (name.startsWith('ESP32S3')) return esp32s3();
  return esp32();
}
