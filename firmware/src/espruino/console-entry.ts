// `cbconsole` in a board's Storage: loaded for each line on the serial port.
import { answerLine } from '../service/console.ts';

provide({ line: answerLine });
