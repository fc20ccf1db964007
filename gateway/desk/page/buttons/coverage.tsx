// How many homes are to have a button, have one, and can count on it: by subdistrict and community.
import type { CoverageRow } from '../../archive/shapes.ts';
import { useText } from '../language.ts';
import { useLive } from '../live.ts';
import { useAsked } from '../parts/asked.ts';
import { setDraft } from '../parts/draft.ts';
import { hrefOf } from '../shell/route.ts';
import { BUTTONS } from './texts.ts';

export function Coverage() {
  const text = useText(BUTTONS);
  const { data, error } = useAsked<{ coverage: CoverageRow[] }>('/api/coverage');
  const rows = data?.coverage ?? [];
  const sum = (name: 'eligible' | 'installed' | 'tested' | 'inService') =>
    rows.reduce((total, row) => total + row[name], 0);
  if (data && rows.length === 0) return <p className="empty">{text('nobody')}</p>;
  const eligible = sum('eligible');
  const share = eligible === 0 ? 0 : Math.floor((100 * sum('inService')) / eligible);
  return (
    <>
      <p role="alert" className="error">
        {error}
      </p>
      {data && (
        <section className="card goal">
          <p>
            <strong>{share} %</strong> {text('goal')}
          </p>
          <Bar
            row={{
              eligible,
              installed: sum('installed'),
              tested: sum('tested'),
              inService: sum('inService'),
            }}
          />
          <p className="legend">
            {(['inService', 'tested', 'installed', 'eligible'] as const).map((name) => (
              <span key={name}>
                <i className={name} /> {text(name)} {sum(name)}
              </span>
            ))}
          </p>
        </section>
      )}
      <div className="scroll card list">
        <table>
          <thead>
            <tr>
              <th className="wide-only">{text('subdistrict')}</th>
              <th>{text('community')}</th>
              <th className="number">{text('eligible')}</th>
              <th className="number wide-only">{text('installed')}</th>
              <th className="number wide-only">{text('tested')}</th>
              <th className="number">{text('inService')}</th>
              <th>{text('way')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.subdistrict} ${row.community}`}>
                <td className="wide-only">{row.subdistrict}</td>
                <td>{row.community || <span className="quiet">{text('nowhere')}</span>}</td>
                <td className="number">{row.eligible}</td>
                <td className="number wide-only">{row.installed}</td>
                <td className="number wide-only">{row.tested}</td>
                <td className="number">{row.inService}</td>
                <td className="way">
                  <Bar row={row} />
                  <Missing row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

type Counts = Pick<CoverageRow, 'eligible' | 'installed' | 'tested' | 'inService'>;

/** A picture of the numbers that stand beside it. As an SVG, because styles in the page itself are not allowed. */
function Bar({ row: { eligible, installed, tested, inService } }: { row: Counts }) {
  const width = (count: number) => (eligible === 0 ? 0 : (100 * count) / eligible);
  return (
    <svg className="bar-of" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="eligible" width="100" height="4" />
      <rect className="installed" width={width(installed)} height="4" />
      <rect className="tested" width={width(tested)} height="4" />
      <rect className="inService" width={width(inService)} height="4" />
    </svg>
  );
}

function Missing({ row }: { row: CoverageRow }) {
  const text = useText(BUTTONS);
  const { me } = useLive();
  const { subdistrict, community, eligible, installed, inService } = row;
  const missing = eligible - inService;
  if (missing === 0) return <span className="quiet">{text('complete')}</span>;
  const list = eligible > installed ? 'without_button' : 'not_in_service';
  const search = { text: '', subdistrict, community, list, page: 0 };
  return (
    <span>
      {text('missing')} {missing}{' '}
      {me?.role !== 'viewer' && (
        <a
          href={hrefOf('archive')}
          onClick={() => setDraft(me?.name ?? '', 'archive search', search)}
        >
          {text('whoIsMissing')}
        </a>
      )}
    </span>
  );
}
