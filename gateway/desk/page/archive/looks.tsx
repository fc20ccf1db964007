// Who has looked at a sheet without a call that was theirs: for the leader.
import { useState } from 'react';
import { locale, useText } from '../language.ts';
import { useAsked } from '../parts/asked.ts';
import { Button } from '../parts/button.tsx';
import { hrefOf } from '../shell/route.ts';
import { ARCHIVE } from './texts.ts';

interface Look {
  number: number;
  at: number;
  by: string;
  residentId: number;
  name: string | null;
}

export function LooksPage() {
  const text = useText(ARCHIVE);
  const [before, setBefore] = useState<number>();
  const { data, error } = useAsked<{ looks: Look[] }>(
    before === undefined ? '/api/looks' : `/api/looks?before=${before}`,
  );
  const looks = data?.looks ?? [];
  const last = looks.at(-1);
  return (
    <>
      <p className="back">
        <a href={hrefOf('archive')}>← {text('back')}</a>
      </p>
      <h2>{text('looks')}</h2>
      <p role="alert" className="error">
        {error}
      </p>
      {data && looks.length === 0 && <p className="empty">{text('noLooks')}</p>}
      {looks.length > 0 && (
        <div className="scroll card list">
          <table>
            <thead>
              <tr>
                <th>{text('when')}</th>
                <th>{text('who')}</th>
                <th>{text('whom')}</th>
              </tr>
            </thead>
            <tbody>
              {looks.map(({ number, at, by, residentId, name }) => (
                <tr key={number}>
                  <td className="nowrap">{new Date(at).toLocaleString(locale())}</td>
                  <td>{by}</td>
                  <td>
                    {name === null ? (
                      text('everybody')
                    ) : (
                      <a href={hrefOf('archive', String(residentId))}>{name || residentId}</a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {last && looks.length >= 50 && (
        <div className="actions">
          <Button onPress={() => setBefore(last.number)}>{text('older')}</Button>
        </div>
      )}
    </>
  );
}
