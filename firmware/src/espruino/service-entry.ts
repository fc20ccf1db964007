// The second script of a board, `cbservice` in its Storage.
import { SERVICE } from '../service/service.ts';
import { startBoard, thisBoard } from './start-board.ts';

provide(SERVICE, { thisBoard: thisBoard, startBoard: startBoard });
