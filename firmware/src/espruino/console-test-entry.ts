// `cbtest` in a board's Storage: loaded for `test`.
import { TEST } from '../service/console-test.ts';

provide(TEST);
