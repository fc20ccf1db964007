// `cbproof` in a board's Storage: loaded for `auth`.
import { PROOF } from '../service/console-proof.ts';

provide(PROOF);
