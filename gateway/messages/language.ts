// Which language somebody reads: the one that was named, else that of the terminal.
import type { Language } from './sentence.ts';

/** The language of the terminal: LC_ALL before LC_MESSAGES before LANG, as POSIX says. English for any other. */
export function languageOf(environment: NodeJS.ProcessEnv, named?: string): Language {
  if (named === 'en' || named === 'zh') return named;
  const terminal = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh\b|^zh_/i.test(terminal) ? 'zh' : 'en';
}
