// Goes through the pages of a list.
import { useText } from '../language.ts';
import { Button } from './button.tsx';

const TEXTS = {
  before: { en: 'Back', zh: '上一页' },
  after: { en: 'Next', zh: '下一页' },
  pages: { en: 'Pages', zh: '翻页' },
};

interface Props {
  /** From 0. */
  page: number;
  /** Rows in all, and on one page. */
  total: number;
  size: number;
  onChange: (page: number) => void;
}

export function Pager({ page, total, size, onChange }: Props) {
  const text = useText(TEXTS);
  const last = Math.max(0, Math.ceil(total / size) - 1);
  if (last === 0) return null;
  return (
    <nav className="pager" aria-label={text('pages')}>
      <Button isDisabled={page === 0} onPress={() => onChange(page - 1)}>
        {text('before')}
      </Button>
      <span>
        {page + 1} / {last + 1}
      </span>
      <Button isDisabled={page >= last} onPress={() => onChange(page + 1)}>
        {text('after')}
      </Button>
    </nav>
  );
}
