// Sending help: who is proposed, who was sent, and how far they have come.

import { type FormEvent, useEffect, useState } from 'react';
import type { Proposal } from '../../archive/shapes.ts';
import type { SentHelper } from '../../call-record.ts';
import { ask } from '../ask.ts';
import { KINDS } from '../helpers/texts.ts';
import { language, locale, useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { DialLink } from '../parts/dial.tsx';
import { useDraft } from '../parts/draft.ts';
import { TextInput } from '../parts/fields.tsx';
import { KEYS, type PartProps } from './take.ts';
import { CALLS, CLOSE } from './texts.ts';

/** As many as one looks at before telephoning. */
const SHOWN = 4;

export function Sending({ call, take }: PartProps) {
  const text = useText(CALLS);
  const { value: whom, change, forget } = useDraft(`whom to send ${call.callId}`, '');
  const proposals = useProposals(call);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await take({ step: 'sent', helper: whom.trim() }))) return;
    change('');
    forget();
  };
  const sent = new Set(call.helpers.map(({ helperId }) => helperId));
  const others = proposals.filter(({ helperId }) => !sent.has(helperId)).slice(0, SHOWN);
  const { sentOther } = call;
  /** Whom the key is for. */
  const awaited = call.helpers.find(({ arrivedAt }) => arrivedAt === undefined);
  return (
    <section className="part" aria-label={text('send')}>
      <h3>{text('send')}</h3>
      <ul className="sent">
        {call.helpers.map((helper) => (
          <Sent
            key={helper.helperId}
            helper={helper}
            call={call}
            take={take}
            isFirst={helper === awaited}
          />
        ))}
        {sentOther !== undefined && (
          <li>
            <strong>{sentOther}</strong>
            <Arrived
              at={call.arrivedAt}
              isFirst={awaited === undefined}
              arrived={() => take({ step: 'arrived' })}
            />
          </li>
        )}
      </ul>
      <ul className="proposals" aria-label={text('nearest')}>
        {others.map((proposal, index) => (
          <Proposed
            key={proposal.helperId}
            proposal={proposal}
            isFirst={index === 0}
            send={() =>
              void take({
                step: 'sent',
                helper: proposal.name,
                helperId: proposal.helperId,
              })
            }
          />
        ))}
      </ul>
      <form className="line" onSubmit={(event) => void submit(event)}>
        <TextInput
          label={text('whom')}
          value={whom}
          onChange={change}
          isRequired
          maxLength={120}
          {...(others.length === 0 ? { inputKey: KEYS.send } : {})}
        />
        <Button type="submit">{text('sendThem')}</Button>
      </form>
    </section>
  );
}

/** For what is needed, and anew when that changes or somebody was sent. */
function useProposals({ callId, needs, number }: PartProps['call']): readonly Proposal[] {
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const asked = `/api/calls/${encodeURIComponent(callId)}/proposals?needs=${needs.join(',')}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the call may make somebody busy.
  useEffect(() => {
    let isCurrent = true;
    ask<{ proposals: Proposal[] }>(asked)
      .then((read) => {
        if (isCurrent) setProposals(read.proposals);
      })
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [asked, number]);
  return proposals;
}

interface ProposedProps {
  proposal: Proposal;
  isFirst: boolean;
  send: () => void;
}

function Proposed({ proposal, isFirst, send }: ProposedProps) {
  const text = useText(CALLS);
  const chosen = language();
  const { name, kind, telephone, closeness, distanceM, isBusy, isOffHours } = proposal;
  const facts = [
    KINDS[kind][chosen],
    CLOSE[closeness][chosen],
    distanceM === null ? '' : distanceText(distanceM),
  ];
  return (
    <li>
      <span>
        <strong>{name}</strong> <span className="quiet">{facts.filter(Boolean).join(' · ')}</span>
        {isBusy && <span className="tag amber">{text('busy')}</span>}
        {isOffHours && <span className="tag">{text('offHours')}</span>}
      </span>
      {telephone !== '' && (
        <DialLink className="button" telephone={telephone}>
          ☎ {telephone}
        </DialLink>
      )}
      <Button {...(isFirst ? { shortcut: KEYS.send } : {})} onPress={send}>
        {text('sendThem')}
        <span className="unseen">{name}</span>
      </Button>
    </li>
  );
}

function distanceText(metres: number): string {
  return metres < 1_000
    ? `${Math.round(metres / 10) * 10} m`
    : `${(metres / 1_000).toLocaleString(locale(), { maximumFractionDigits: 1 })} km`;
}

function Sent({
  helper,
  call,
  take,
  isFirst,
}: PartProps & { helper: SentHelper; isFirst: boolean }) {
  const text = useText(CALLS);
  const [link, setLink] = useState('');
  const { helperId, name, sentAt, onTheWayAt, arrivedAt, doneAt } = helper;
  const makeLink = async () => {
    const { path } = await ask<{ path: string }>(
      `/api/calls/${encodeURIComponent(call.callId)}/helper-link`,
      { helperId },
    );
    setLink(new URL(path, window.location.href).href);
  };
  return (
    <li>
      <strong>{name}</strong>
      <span className="quiet">
        {text('sentAt')} {timeOf(sentAt)}
        {onTheWayAt !== undefined && ` · ${text('helperOnTheWay')} ${timeOf(onTheWayAt)}`}
        {doneAt !== undefined && ` · ${text('helperDone')} ${timeOf(doneAt)}`}
      </span>
      <Arrived
        at={arrivedAt}
        isFirst={isFirst}
        arrived={() => take({ step: 'arrived', helperId })}
      />
      {link === '' ? (
        <Button onPress={() => void makeLink().catch(() => {})}>{text('link')}</Button>
      ) : (
        <TextInput label={text('link')} hint={text('linkHint')} value={link} isReadOnly />
      )}
    </li>
  );
}

interface ArrivedProps {
  at: number | undefined;
  isFirst: boolean;
  arrived: () => Promise<boolean>;
}

function Arrived({ at, isFirst, arrived }: ArrivedProps) {
  const text = useText(CALLS);
  if (at !== undefined) {
    return (
      <span className="tag green">
        {text('arrived')} {timeOf(at)}
      </span>
    );
  }
  return (
    <Button {...(isFirst ? { shortcut: KEYS.arrived } : {})} onPress={() => void arrived()}>
      {text('arrived')}
    </Button>
  );
}

function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });
}
