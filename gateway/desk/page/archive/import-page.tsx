// Takes a list into the archive: first what it would change, row by row, and then all good rows at once.
import { useState } from 'react';
import type { ImportPreview, ImportResult, ResidentText } from '../../archive/shapes.ts';
import { type Refusal, upload } from '../ask.ts';
import { language, useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { hrefOf } from '../shell/route.ts';
import { ARCHIVE, FAULTS, FIELDS } from './texts.ts';

export function ImportPage() {
  const text = useText(ARCHIVE);
  const [file, setFile] = useState<File>();
  const [preview, setPreview] = useState<ImportPreview>();
  const [result, setResult] = useState<ImportResult>();
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const send = async (work: (bytes: Blob) => Promise<void>) => {
    if (file === undefined) return;
    setError('');
    setBusy(true);
    try {
      // Read now: a file that was changed meanwhile is another one.
      await work(new Blob([await file.arrayBuffer()]));
    } catch (refusal) {
      const { message, code, detail } = refusal as Refusal;
      setError(code === 'DESK_LIST_WRONG' ? `${message} (${detail})` : message);
    } finally {
      setBusy(false);
    }
  };
  const look = () =>
    send(async (bytes) => {
      setResult(undefined);
      setPreview(await upload<ImportPreview>('/api/residents/import/preview', bytes));
    });
  const apply = () =>
    send(async (bytes) => {
      setResult(await upload<ImportResult>('/api/residents/import', bytes));
      setPreview(undefined);
    });
  return (
    <>
      <p className="back">
        <a href={hrefOf('archive')}>← {text('back')}</a>
      </p>
      <section className="card">
        <h2>{text('import')}</h2>
        <label className="field file">
          {text('file')}
          <input
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              setPreview(undefined);
              setResult(undefined);
            }}
          />
        </label>
        <p className="quiet">{text('fileHint')}</p>
        <div className="actions">
          <p role="alert" className="error fill">
            {error}
          </p>
          <Button
            look={preview ? 'plain' : 'main'}
            isDisabled={!file || isBusy}
            onPress={() => void look()}
          >
            {text(isBusy ? 'working' : 'preview')}
          </Button>
          {preview && preview.fresh + preview.changed > 0 && (
            <Button look="main" isDisabled={isBusy} onPress={() => void apply()}>
              {text('apply')}
            </Button>
          )}
        </div>
      </section>
      {result && (
        <section className="card" role="status">
          <h3>{text('applied')}</h3>
          <Counts counts={result} />
        </section>
      )}
      {preview && <Preview preview={preview} />}
    </>
  );
}

function Counts({ counts }: { counts: ImportResult }) {
  const text = useText(ARCHIVE);
  return (
    <p className="counts">
      {(['fresh', 'changed', 'same', 'refused'] as const).map((name) => (
        <span key={name} className={name === 'refused' && counts.refused > 0 ? 'error' : ''}>
          <strong>{counts[name]}</strong> {text(name)}
        </span>
      ))}
    </p>
  );
}

function Preview({ preview }: { preview: ImportPreview }) {
  const text = useText(ARCHIVE);
  const { ignored, errors, rows } = preview;
  return (
    <section className="card">
      <Counts counts={preview} />
      {ignored.length > 0 && (
        <p className="late">
          {text('ignored')}
          {ignored.join('、')}
        </p>
      )}
      {errors.length > 0 && (
        <>
          <h3>{text('errors')}</h3>
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th className="number">{text('line')}</th>
                  <th>{text('field')}</th>
                  <th>{text('what')}</th>
                </tr>
              </thead>
              <tbody>
                {errors.map(({ line, field, fault }) => (
                  <tr key={line}>
                    <td className="number">{line}</td>
                    <td>{labelOf(field)}</td>
                    <td>{FAULTS[fault][language()]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {rows.length > 0 && (
        <>
          <h3>{text('rows')}</h3>
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th className="number">{text('line')}</th>
                  <th>{FIELDS.name[language()]}</th>
                  <th>{text('rows')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ line, isNew, name, fields }) => (
                  <tr key={line}>
                    <td className="number">{line}</td>
                    <td>{name}</td>
                    <td>
                      {isNew ? (
                        <span className="tag green">{text('fresh')}</span>
                      ) : (
                        fields.map(labelOf).join('、')
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

/** `contacts.0.name` is about a contact. */
function labelOf(field: string): string {
  const [first = ''] = field.split('.');
  const others: Record<string, { en: string; zh: string } | undefined> = ARCHIVE;
  const label = FIELDS[first as ResidentText] ?? others[first];
  return label?.[language()] ?? first;
}
