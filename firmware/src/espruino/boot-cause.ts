// Why the board started, read from its registers: the interpreter itself doesn't tell. In the service script.
import type { Board } from './board.ts';
import { RESTART_MARK } from './mark.ts';

/** BootCauses of callbutton.proto. */
const POWER_ON = 1;
const RESTART = 2;
const WATCHDOG = 3;
const BROWNOUT = 4;
const UNKNOWN = 5;

/** RCC_CSR of an STM32F4. */
const CSR_CLEAR = 1 << 24;
const CSR_BROWNOUT = 1 << 25;
const CSR_POWER_ON = 1 << 27;
const CSR_SOFTWARE = 1 << 28;
const CSR_WATCHDOG = 1 << 29;

/** SW_RESET and SW_CPU_RESET: an order, or a panic, which is also how the task watchdog ends. */
const ESP_SOFTWARE = [3, 12];
/** Of the timer groups, the RTC and, on newer chips, TG1WDT_CPU and SUPER_WDT. */
const ESP_WATCHDOGS = [4, 7, 8, 9, 11, 13, 16, 17, 18];

/** Cause by RTC_CNTL_RESET_STATE. A restart without our mark wasn't ordered: the watchdog, or a crash. */
function espCause(code: number, marked: boolean): number {
  if (code === 1) return POWER_ON;
  if (code === 15) return BROWNOUT;
  if (ESP_SOFTWARE.includes(code)) return marked ? RESTART : WATCHDOG;
  return ESP_WATCHDOGS.includes(code) ? WATCHDOG : UNKNOWN;
}

/** Once per start: the register, or our mark, is cleared. */
export function bootCauseOf(board: Board): number {
  if (board.causeRegister === 0) return UNKNOWN;
  const state = peek32(board.causeRegister);
  if (board.markRegister > 0) {
    const marked = peek32(board.markRegister) === RESTART_MARK;
    poke32(board.markRegister, 0);
    return espCause(state & 63, marked);
  }
  // Flags add up until they are cleared, and a power-on sets several.
  poke32(board.causeRegister, CSR_CLEAR);
  if (state & CSR_POWER_ON) return POWER_ON;
  if (state & CSR_WATCHDOG) return WATCHDOG;
  if (state & CSR_SOFTWARE) return RESTART;
  return state & CSR_BROWNOUT ? BROWNOUT : UNKNOWN;
}
