// The second script of a board, `cbservice` in its Storage.
import { SERVICE } from '../service/service.ts';
import { boardOf } from './board.ts';
import { bootCauseOf } from './boot-cause.ts';

provide(SERVICE, { boardOf: boardOf, bootCauseOf: bootCauseOf });
