// The third script of a board, `cbconsole` in its Storage.
import { answerLine } from '../service/console.ts';
import { loadModule } from './load-service.ts';

provide({
  line: (console, line) => {
    console.prompt = () => {
      const module = loadModule('cbservice');
      const board = module ? module.boards.boardOf(process.env.BOARD ?? '') : null;
      E.setConsole(board ? board.cable : Serial1, { force: true });
    };
    const answer = answerLine(console, line);
    // Else it would hold this script in memory for as long as the board runs.
    delete console.prompt;
    return answer;
  },
});
