// The room of the buttons: cases as work for somebody, and how far each community is on its way.
import { language, useText } from '../language.ts';
import { hrefOf } from '../shell/route.ts';
import '../style/archive.css';
import '../style/buttons.css';
import { Cases } from './cases.tsx';
import { Coverage } from './coverage.tsx';
import { BUTTONS } from './texts.ts';

export function ButtonsRoom({ path }: { path: readonly string[] }) {
  const text = useText(BUTTONS);
  const isCoverage = path[0] === 'coverage';
  return (
    <>
      <nav className="tabs" aria-label={BUTTONS.cases[language()]}>
        <a href={hrefOf('buttons')} aria-current={isCoverage ? undefined : 'page'}>
          {text('cases')}
        </a>
        <a href={hrefOf('buttons', 'coverage')} aria-current={isCoverage ? 'page' : undefined}>
          {text('coverage')}
        </a>
      </nav>
      {isCoverage ? <Coverage /> : <Cases />}
    </>
  );
}
