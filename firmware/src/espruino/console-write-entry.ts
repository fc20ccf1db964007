// `cbwrite` in a board's Storage: loaded for `commit` and `reset`.
import { WRITE } from '../service/console-write.ts';

provide(WRITE);
