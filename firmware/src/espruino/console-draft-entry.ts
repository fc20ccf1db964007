// `cbdraft` in a board's Storage: loaded for `set` and `get`.
import { DRAFT } from '../service/console-draft.ts';

provide(DRAFT);
