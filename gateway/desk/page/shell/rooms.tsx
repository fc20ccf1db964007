// The rooms of the page, in the order of the navigation, and who may open which.
import type { FunctionComponent } from 'react';
import { CallsRoom } from '../calls/room.tsx';
import type { Role } from '../live.ts';

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
];
