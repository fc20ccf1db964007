// The script `cbstart` in a board's Storage.
import { START } from '../service/start.ts';
import { startBoard, thisBoard } from './start-board.ts';

provide(START, { thisBoard: thisBoard, startBoard: startBoard });
