// The list of residents, searched while somebody types. What is searched for is kept while they open one and come back.
import { useState } from 'react';
import {
  type ResidentList as ListName,
  MAX_COUNTED,
  RESIDENT_LISTS,
  type ResidentPage,
  type ResidentRow,
  ROWS_A_PAGE,
} from '../../archive/shapes.ts';
import { download, type Refusal } from '../ask.ts';
import { language, locale, useText } from '../language.ts';
import { deskNow } from '../live.ts';
import { useAsked, useSettled } from '../parts/asked.ts';
import { Button } from '../parts/button.tsx';
import { useDraft } from '../parts/draft.ts';
import { Choice, TextInput } from '../parts/fields.tsx';
import { Pager } from '../parts/pager.tsx';
import { goTo, hrefOf } from '../shell/route.ts';
import { ARCHIVE, LISTS } from './texts.ts';

const YEAR_MS = 365 * 86_400_000;
const EVERYWHERE = { subdistrict: '', community: '' };

interface Query {
  text: string;
  subdistrict: string;
  community: string;
  list: ListName;
  page: number;
}
const FIRST: Query = { ...EVERYWHERE, text: '', list: 'all', page: 0 };

interface Props {
  isKeeper: boolean;
  isLeader: boolean;
}

export function ResidentList({ isKeeper, isLeader }: Props) {
  const text = useText(ARCHIVE);
  const { value: query, change } = useDraft<Query>('archive search', FIRST);
  const settled = useSettled(query);
  const { data, error } = useAsked<ResidentPage>('/api/residents/search', settled);
  const isPlain = JSON.stringify(settled) === JSON.stringify(FIRST);
  const set = (part: Partial<Query>) => change({ ...query, page: 0, ...part });
  return (
    <>
      <div className="bar">
        <TextInput
          label={text('search')}
          placeholder={text('searchHint')}
          type="search"
          value={query.text}
          onChange={(words) => set({ text: words })}
          maxLength={100}
        />
        <Places query={query} set={set} />
        <Choice
          label={text('show')}
          value={query.list}
          onChange={(list) => set({ list: list as ListName })}
          options={RESIDENT_LISTS.map((value) => ({ value, text: LISTS[value][language()] }))}
        />
        <span className="fill" />
        {isKeeper && <Tools isLeader={isLeader} />}
      </div>
      <p role="alert" className="error">
        {error}
      </p>
      {data && <Count total={data.total} isSearched={settled.text !== ''} />}
      {data?.total === 0 ? (
        <p className="empty">{text(isPlain ? 'noneYet' : 'none')}</p>
      ) : (
        data && <Table rows={data.rows} />
      )}
      {data && (
        <Pager
          page={query.page}
          total={data.total}
          size={ROWS_A_PAGE}
          onChange={(page) => change({ ...query, page })}
        />
      )}
    </>
  );
}

function Count({ total, isSearched }: { total: number; isSearched: boolean }) {
  const text = useText(ARCHIVE);
  const isMore = isSearched && total >= MAX_COUNTED;
  return (
    <p className="quiet count" aria-live="polite">
      {isMore && `${text('more')} `}
      {total.toLocaleString(locale())} {text('residents')}
    </p>
  );
}

function Places({ query, set }: { query: Query; set: (part: Partial<Query>) => void }) {
  const text = useText(ARCHIVE);
  const { data } = useAsked<{ places: { subdistrict: string; community: string }[] }>(
    '/api/residents/places',
  );
  const places = (data?.places ?? []).filter(({ community }) => community !== '');
  const placeKey = (place: object) => JSON.stringify(place);
  const { subdistrict, community } = query;
  return (
    <Choice
      label={text('place')}
      value={placeKey({ subdistrict, community })}
      onChange={(value) => set(JSON.parse(value))}
      options={[
        { value: placeKey(EVERYWHERE), text: text('everywhere') },
        ...places.map((place) => ({
          value: placeKey({ subdistrict: place.subdistrict, community: place.community }),
          text: [place.subdistrict, place.community].filter(Boolean).join(' · '),
        })),
      ]}
    />
  );
}

function Tools({ isLeader }: { isLeader: boolean }) {
  const text = useText(ARCHIVE);
  const [error, setError] = useState('');
  const save = async () => {
    setError('');
    try {
      const file = await download('/api/residents/export', { language: language() });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `${ARCHIVE.title[language()]}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (refusal) {
      setError((refusal as Refusal).message);
    }
  };
  return (
    <>
      {error && <span className="error">{error}</span>}
      {isLeader && <Button onPress={() => goTo('archive', 'looks')}>{text('looks')}</Button>}
      <Button onPress={() => void save()}>{text('export')}</Button>
      <Button onPress={() => goTo('archive', 'import')}>{text('import')}</Button>
      <Button look="main" onPress={() => goTo('archive', 'new')}>
        {text('add')}
      </Button>
    </>
  );
}

function Table({ rows }: { rows: readonly ResidentRow[] }) {
  const text = useText(ARCHIVE);
  const hasTelephones = rows.some(({ telephone }) => telephone !== '');
  const chosen = language();
  const names = {
    name: { en: 'Name', zh: '姓名' },
    reference: { en: 'Reference', zh: '住户编号' },
    home: { en: 'Home', zh: '住处' },
    telephone: { en: 'Telephone', zh: '电话' },
  };
  return (
    <div className="scroll card list">
      <table>
        <thead>
          <tr>
            <th>{names.name[chosen]}</th>
            <th className="wide-only">{names.reference[chosen]}</th>
            <th>{names.home[chosen]}</th>
            {hasTelephones && <th>{names.telephone[chosen]}</th>}
            <th className="wide-only">{text('checked')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a href={hrefOf('archive', String(row.id))}>{row.name || row.reference}</a>{' '}
                {row.isMissing && <span className="tag amber">{text('missing')}</span>}
              </td>
              <td className="wide-only">{row.reference}</td>
              <td>{[row.subdistrict, row.community, row.building].filter(Boolean).join(' · ')}</td>
              {hasTelephones && <td className="nowrap">{row.telephone}</td>}
              <td className="nowrap wide-only">
                <Checked at={row.checkedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Checked({ at }: { at: number | null }) {
  const text = useText(ARCHIVE);
  const isDue = at === null || deskNow() - at > YEAR_MS;
  const day = at === null ? text('never') : new Date(at).toLocaleDateString(locale());
  return isDue ? <span className="late">{day}</span> : day;
}
