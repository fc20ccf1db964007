// What is known of the home: the event's own words, and the archive's.
import type { CallState } from '../../call-record.ts';
import { useText } from '../language.ts';
import { CALLS } from './texts.ts';

/** What the archive knows; undefined: nothing, or it isn't read yet. */
export function useSheet(
  _callId: string,
):
  | { telephone: string; contacts: { name: string; relation: string; telephone: string }[] }
  | undefined {
  return undefined;
}

export function Facts({ call: { home, deviceId } }: { call: CallState }) {
  const text = useText(CALLS);
  const { reference } = home;
  return (
    <dl>
      <Fact label={text('reference')} value={reference} />
      <Fact label={text('device')} value={deviceId} />
    </dl>
  );
}

function Fact({ label, value }: { label: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
