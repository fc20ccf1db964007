// The rooms of the page, in the order of the navigation, and who may open which.
import type { FunctionComponent } from 'react';
import { ArchiveRoom } from '../archive/room.tsx';
import { ButtonsRoom } from '../buttons/room.tsx';
import { CallsRoom } from '../calls/room.tsx';
import { HelpersRoom } from '../helpers/room.tsx';
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
  {
    id: 'archive',
    name: { en: 'Residents', zh: '住户档案' },
    roles: ['officer', 'leader', 'archive_keeper'],
    Content: ArchiveRoom,
  },
  {
    id: 'helpers',
    name: { en: 'Helpers', zh: '服务人员' },
    roles: ['officer', 'leader', 'archive_keeper'],
    Content: HelpersRoom,
  },
  {
    id: 'buttons',
    name: { en: 'Buttons', zh: '设备' },
    roles: ['officer', 'leader', 'archive_keeper'],
    Content: ButtonsRoom,
  },
];
