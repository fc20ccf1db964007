// The script `cbservice` in a board's Storage.
import { INSTRUCTIONS } from '../service/instructions.ts';

provide(INSTRUCTIONS);
