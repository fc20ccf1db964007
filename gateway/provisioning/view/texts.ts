// What an installer reads, in English and Chinese. Both tables have the same keys: the type and a test say so.
import { ZH } from './chinese.ts';
import { EN } from './english.ts';

export type Language = 'en' | 'zh';
export type Texts = typeof EN;

export const TEXTS: Record<Language, Texts> = { en: EN, zh: ZH };

/** `--lang`, else what the system says; English for any other language. */
export function languageOf(named: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (named === 'en' || named === 'zh') return named;
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh' : 'en';
}
