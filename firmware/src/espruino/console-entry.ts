// The third script of a board, `cbconsole` in its Storage.
import { answerLine } from '../service/console.ts';

provide({
  line: (console, line) => {
    console.prompt = () => E.setConsole(Serial1, { force: true });
    return answerLine(console, line);
  },
});
