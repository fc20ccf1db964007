// The third script of a board, `cbconsole` in its Storage.
import { answerLine } from '../service/console.ts';
import { loadServiceModule } from './load-service.ts';

provide({
  line: (console, line) => {
    console.prompt = () => {
      // Where memory may be too short for both scripts it is Serial1.
      const module = loadServiceModule();
      E.setConsole(module ? module.boards.thisBoard().cable : Serial1, { force: true });
    };
    const answer = answerLine(console, line);
    // Else it would hold this script in memory for as long as the board runs.
    delete console.prompt;
    return answer;
  },
});
