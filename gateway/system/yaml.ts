// YAML, with mistakes told by place and kind. Never by the line itself: it may hold a key.
import { type Document, parseDocument } from 'yaml';
import { FILES } from '../messages/files.ts';
import { type Sentence, verbatim } from '../messages/sentence.ts';

/** What is wrong in a text that should be YAML. */
export class YamlMistake extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super(sentence.en);
    this.sentence = sentence;
  }
}

/** The value alone. JSON is YAML too, and is read a hundred times faster: 100,000 devices in a moment. */
export function parseValue(text: string): unknown {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML in braces, or a mistake that YAML tells better.
    }
  }
  return parseYaml(text).value;
}

/** The document and its value. Throws a YamlMistake, which says where it is. */
export function parseYaml(text: string): { document: Document; value: unknown } {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) {
    const at = problem.linePos?.[0];
    throw new YamlMistake(at ? FILES.yaml(at.line, at.col, problem.code) : verbatim(problem.code));
  }
  try {
    return { document, value: document.toJS() };
  } catch {
    throw new YamlMistake(FILES.alias);
  }
}
