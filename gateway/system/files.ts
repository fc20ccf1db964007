// Files: what the system says of one, in words for a person.
import { codeOf, reasonOf } from '../domain/reason.ts';
import { FILES } from '../messages/files.ts';
import { joined, type Sentence, told, verbatim } from '../messages/sentence.ts';
import { TextMistake } from './text.ts';
import { YamlMistake } from './yaml.ts';

const PROBLEMS: Record<string, Sentence> = {
  ENOENT: FILES.missing,
  EISDIR: FILES.isFolder,
  ENOTDIR: FILES.inNoFolder,
  EACCES: FILES.denied,
  ENOSPC: FILES.full,
};

/** Why a file could not be read, understood or written. What only the system has words for stays as it is. */
export function fileProblem(error: unknown): Sentence {
  if (error instanceof YamlMistake || error instanceof TextMistake) return error.sentence;
  return PROBLEMS[codeOf(error) ?? ''] ?? verbatim(reasonOf(error));
}

/** The same with the name of the file, a line for each mistake in it. */
export function fileProblems(file: string, error: unknown): Sentence {
  const problems = error instanceof YamlMistake ? error.sentences : [fileProblem(error)];
  return joined(
    problems.map((problem) => told`${file}: ${problem}`),
    '\n',
  );
}
