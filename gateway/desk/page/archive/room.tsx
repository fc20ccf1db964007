// The room of the archive: the list, one resident, an import, and who has looked at whom.
import { useLive } from '../live.ts';
import '../style/archive.css';
import { ImportPage } from './import-page.tsx';
import { ResidentList } from './list.tsx';
import { LooksPage } from './looks.tsx';
import { NewResident, Resident } from './resident.tsx';

export function ArchiveRoom({ path }: { path: readonly string[] }) {
  const { me } = useLive();
  const isKeeper = me?.role === 'leader' || me?.role === 'archive_keeper';
  const [open = ''] = path;
  if (open === 'new' && isKeeper) return <NewResident />;
  if (open === 'import' && isKeeper) return <ImportPage />;
  if (open === 'looks' && me?.role === 'leader') return <LooksPage />;
  if (/^\d+$/.test(open)) return <Resident key={open} id={Number(open)} isKeeper={isKeeper} />;
  return <ResidentList isKeeper={isKeeper} isLeader={me?.role === 'leader'} />;
}
