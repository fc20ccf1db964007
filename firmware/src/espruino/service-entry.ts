// The second script of a board, `cbservice` in its Storage.
import { SERVICE } from '../service/service.ts';

import { bootCauseOf } from './boot-cause.ts';
import { locatedBoard } from './located-board.ts';

provide(SERVICE, { boardOf: locatedBoard, bootCauseOf: bootCauseOf });
