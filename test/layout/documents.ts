// Rules about documents, as pure functions of their text: how long a paragraph is, and where its links lead.

/** Five lines of 120 characters. A Chinese character takes the room of two. */
export const MAX_PARAGRAPH = 600;

/** A paragraph, a list item, or one cell of a table, with the line where it begins. */
export interface Paragraph {
  line: number;
  text: string;
}

const isFence = (line: string) => /^\s*```/.test(line);
const beginsAnew = (line: string) => /^(\s*([-*]|\d+\.) |#+ |!?\[.*\]\(.*\)$)/.test(line);

/** The lines that are prose; those of code blocks are empty. */
function proseLines(markdown: string): string[] {
  let isCode = false;
  return markdown.split('\n').map((line) => {
    const isProse = !isCode && !isFence(line);
    if (isFence(line)) isCode = !isCode;
    return isProse ? line : '';
  });
}

export function paragraphsOf(markdown: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let current: Paragraph | undefined;
  for (const [index, line] of proseLines(markdown).entries()) {
    const text = line.trim();
    if (text.startsWith('|')) {
      for (const cell of text.split('|')) paragraphs.push({ line: index + 1, text: cell.trim() });
      current = undefined;
    } else if (text === '') {
      current = undefined;
    } else if (current === undefined || beginsAnew(line)) {
      current = { line: index + 1, text };
      paragraphs.push(current);
    } else {
      current.text += ` ${text}`;
    }
  }
  return paragraphs;
}

/** How much room a text takes, in Latin characters. */
export function widthOf(text: string): number {
  const wide = text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu)?.length ?? 0;
  return [...text].length + wide;
}

/** One line for each paragraph that is too long to be read in one go. */
export function longParagraphs(file: string, markdown: string): string[] {
  return paragraphsOf(markdown)
    .filter(({ text }) => widthOf(text) > MAX_PARAGRAPH)
    .map(({ line, text }) => `${file}:${line}: ${widthOf(text)} characters: ${text.slice(0, 40)}…`);
}

/** The anchors of all headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  return proseLines(markdown).flatMap((line) => {
    const [, title] = /^#+ (.+)$/.exec(line) ?? [];
    if (title === undefined) return [];
    return [
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ];
  });
}

/** The targets of links within the repository, as they are written. */
export function linksOf(markdown: string): string[] {
  const links = proseLines(markdown)
    .join('\n')
    .replaceAll(/`[^`\n]*`/g, '')
    .matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, target]) => target as string).filter((target) => !/^\w+:/.test(target));
}
