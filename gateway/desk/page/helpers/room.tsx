// The room of the helpers: who can be sent, when, and for what.
import { useState } from 'react';
import { HELPER_KINDS, type Hours, type KeptHelper } from '../../archive/shapes.ts';
import { NEED_WORDS } from '../../words-shapes.ts';
import { language, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { useAsked } from '../parts/asked.ts';
import { Button } from '../parts/button.tsx';
import { DialLink } from '../parts/dial.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { hasDraft, useDraft } from '../parts/draft.ts';
import { Choice, TextInput } from '../parts/fields.tsx';
import '../style/archive.css';
import { HelperForm } from './form.tsx';
import { DAYS, HELPERS, KINDS, NO_HELPER } from './texts.ts';

const FIRST = { text: '', kind: '' };

export function HelpersRoom() {
  const text = useText(HELPERS);
  const { me } = useLive();
  const isKeeper = me?.role === 'leader' || me?.role === 'archive_keeper';
  const { data, error, again } = useAsked<{ helpers: KeptHelper[] }>('/api/helpers');
  const { value: query, change } = useDraft('helper search', FIRST);
  /** In the dialog: somebody who is there, or `new`. */
  const [open, setOpen] = useState<KeptHelper | 'new' | undefined>(
    isKeeper && hasDraft(me?.name ?? '', 'helper new') ? 'new' : undefined,
  );
  const helpers = data?.helpers ?? [];
  const found = helpers.filter((helper) => isFound(helper, query));
  const close = () => setOpen(undefined);
  return (
    <>
      <div className="bar">
        <TextInput
          label={text('search')}
          placeholder={text('searchHint')}
          type="search"
          value={query.text}
          onChange={(words) => change({ ...query, text: words })}
          maxLength={100}
        />
        <Choice
          label={text('kind')}
          value={query.kind}
          onChange={(kind) => change({ ...query, kind })}
          options={[
            { value: '', text: text('all') },
            ...HELPER_KINDS.map((value) => ({ value, text: KINDS[value][language()] })),
          ]}
        />
        <span className="fill" />
        {isKeeper && (
          <Button look="main" onPress={() => setOpen('new')}>
            {text('add')}
          </Button>
        )}
      </div>
      <p role="alert" className="error">
        {error}
      </p>
      {data && found.length === 0 && (
        <p className="empty">{text(helpers.length === 0 ? 'noneYet' : 'none')}</p>
      )}
      {found.length > 0 && (
        <Table helpers={found} edit={isKeeper ? (helper) => setOpen(helper) : undefined} />
      )}
      <Dialog
        title={text(open === 'new' ? 'add' : 'edit')}
        isOpen={open !== undefined}
        close={close}
      >
        {open && (
          <HelperForm
            id={open === 'new' ? undefined : open.id}
            version={open === 'new' ? null : open.version}
            helper={open === 'new' ? NO_HELPER : open}
            saved={() => {
              close();
              again();
            }}
            cancel={close}
          />
        )}
      </Dialog>
    </>
  );
}

function isFound(helper: KeptHelper, { text, kind }: typeof FIRST): boolean {
  const { name, telephone, subdistrict, community, building } = helper;
  const here = [name, telephone, subdistrict, community, building].join('\n').toLowerCase();
  const words = text.toLowerCase().split(/\s+/);
  return (kind === '' || kind === helper.kind) && words.every((word) => here.includes(word));
}

interface TableProps {
  helpers: readonly KeptHelper[];
  edit: ((helper: KeptHelper) => void) | undefined;
}

function Table({ helpers, edit }: TableProps) {
  const text = useText(HELPERS);
  const chosen = language();
  return (
    <div className="scroll card list">
      <table>
        <thead>
          <tr>
            <th>{text('name')}</th>
            <th className="wide-only">{text('kind')}</th>
            <th>{text('telephone')}</th>
            <th>{text('community')}</th>
            <th className="wide-only">{text('services')}</th>
            <th className="wide-only">{text('hours')}</th>
            <th className="number wide-only">{text('pairs')}</th>
            {edit && <td />}
          </tr>
        </thead>
        <tbody>
          {helpers.map((helper) => (
            <tr key={helper.id}>
              <td className="nowrap">
                <strong>{helper.name}</strong>{' '}
                {!helper.isActive && <span className="tag">{text('inactive')}</span>}
              </td>
              <td className="nowrap wide-only">{KINDS[helper.kind][chosen]}</td>
              <td className="nowrap">
                <DialLink telephone={helper.telephone}>{helper.telephone}</DialLink>
              </td>
              <td>{[helper.community, helper.building].filter(Boolean).join(' · ')}</td>
              <td className="wide-only">
                {helper.services.map((need) => NEED_WORDS[need][chosen]).join('、')}
              </td>
              <td className="wide-only">
                {helper.hours.map(hoursText).join('；') || text('always')}
              </td>
              <td className="number wide-only">{helper.pairs}</td>
              {edit && (
                <td>
                  <Button
                    onPress={() => edit(helper)}
                    aria-label={`${text('edit')} ${helper.name}`}
                  >
                    {text('edit')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function hoursText({ days, from, to }: Hours): string {
  const chosen = language();
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const names = days.map((day) => DAYS[day - 1]?.[chosen]).join(chosen === 'zh' ? '' : ' ');
  return `${names} ${clock(from)}–${clock(to)}`;
}
