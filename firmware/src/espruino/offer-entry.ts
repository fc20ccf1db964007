// The script `cboffer` of a board: loaded for the offer of an update.
import { offersIn } from '../service/update-offer.ts';
import { openPages } from './slots.ts';

provide(offersIn(() => openPages()));
