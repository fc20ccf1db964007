// The rooms of the page, in the order of the navigation, and who may open which.
import type { FunctionComponent } from 'react';
import { CallsRoom } from '../calls/room.tsx';
import { FiguresRoom } from '../figures/room.tsx';
import { LedgerRoom } from '../ledger/room.tsx';
import type { Role } from '../live.ts';
import { PeopleRoom } from '../people/room.tsx';

export interface Room {
  /** As it stands in the address. */
  id: string;
  name: { en: string; zh: string };
  /** Empty: everybody. */
  roles: readonly Role[];
  /** `path` is what follows the room in the address. */
  Content: FunctionComponent<{ path: readonly string[] }>;
}

export const ROOMS: readonly Room[] = [
  {
    id: 'calls',
    name: { en: 'Calls', zh: '呼叫' },
    roles: [],
    Content: CallsRoom,
  },
  {
    id: 'ledger',
    name: { en: 'Ledger', zh: '台账' },
    roles: ['officer', 'leader', 'archive_keeper'],
    Content: LedgerRoom,
  },
  {
    id: 'figures',
    name: { en: 'Figures', zh: '统计' },
    roles: [],
    Content: FiguresRoom,
  },
  {
    id: 'people',
    name: { en: 'People', zh: '人员' },
    roles: [],
    Content: PeopleRoom,
  },
];
