// Text that goes into a page: escaped always, and in both languages where it is ours.

/** Markup that is safe to put into a page. Only `html` and `both` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | readonly Piece[];

export function escapeHtml(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (control) => (control === '\n' ? control : '\ufffd'))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function render(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(render).join('');
  return escapeHtml(String(piece));
}

/** A template whose values are escaped unless they are Markup. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(
    parts.reduce((text, part, index) => text + render(pieces[index - 1] ?? '') + part),
  );
}

/** The same words in English and Chinese; the page shows one of them. */
export function both(english: Piece, chinese: Piece): Markup {
  return html`<span lang="en">${english}</span><span lang="zh">${chinese}</span>`;
}
