// The second script of a board, `cbservice` in its Storage.
import { SERVICE } from '../service/service.ts';

provide(SERVICE);
