// `cbcheck` in a board's Storage: loaded for `check` and `commit`.
import { CHECK } from '../service/console-check.ts';

provide(CHECK);
