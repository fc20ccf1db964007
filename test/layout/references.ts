// What a text names of the repository: documents in the comments of sources, files and folders in documents.

const TOP = /^(?:docs|protocol|firmware|gateway|simulator|test)\//;
/** Endings of what people write for this repository; an operator's own files have others. */
const SOURCE = /\.(?:ts|cjs|mjs|proto|py|service)$/;

/** All folders of these files, without a slash at the end. */
export function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.split('/');
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  return folders;
}

/** The Markdown documents that comments of a source name, and plans that were never in the repository. */
export function documentsIn(source: string): string[] {
  const comments = source.split('\n').filter((line) => /^\s*(?:\/\/|\/?\*)|\s\/\/ /.test(line));
  const named = comments.flatMap((line) => line.match(/[\w./-]+\.md\b|\bDESIGN\b/g) ?? []);
  return named.map((name) => name.replace(/^\.+\//, ''));
}

/** The documents that a source names and that are not there. */
export function lostDocuments(source: string, files: readonly string[]): string[] {
  return documentsIn(source).filter(
    (name) => !files.some((file) => file === name || file.endsWith(`/${name}`)),
  );
}

/** The words of one line that can only be paths of this repository: in backticks, or in the command of a code block. */
export function pathsIn(line: string): string[] {
  const quoted = [...line.matchAll(/`([^`]+)`/g)].map(([, words]) => words as string);
  const command = /^\s*(?:npm|npx|docker|\$) /.test(line) ? [line] : [];
  return [...quoted, ...command]
    .flatMap((text) => text.split(/\s+/))
    .map((word) => word.replace(/[,;:.]$/, ''))
    .filter((word) => /^[\w*-][\w.*-]*(?:\/[\w.*-]+)*\/?$/.test(word))
    .filter((word) => TOP.test(word) || SOURCE.test(word) || word.endsWith('/'));
}

/**
 * The paths that a document names and that are not there. They begin at the top, in the document's own folder, or beside
 * what the same line named before. A folder that a guide names may be one of the gateway's data.
 */
export function lostPaths(document: string, markdown: string, files: readonly string[]): string[] {
  const isGuide = document.startsWith('docs/');
  const known = [...files, ...foldersOf(files)];
  return markdown.split('\n').flatMap((line) => {
    const folders = ['', folderOf(document)];
    return pathsIn(line).filter((path) => {
      if (isGuide && path.endsWith('/') && !TOP.test(path)) return false;
      const there = folders.flatMap((folder) => known.filter(matching(folder, path)));
      folders.push(...there.map(folderOf), ...there.filter((target) => !files.includes(target)));
      return there.length === 0;
    });
  });
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function matching(folder: string, path: string): (known: string) => boolean {
  const whole = `${folder === '' ? '' : `${folder}/`}${path.replace(/\/$/, '')}`;
  const pattern = new RegExp(`^${whole.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  return (known) => pattern.test(known);
}
