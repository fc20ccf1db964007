// The language of this page: chosen by its reader, and kept in this browser.
import { useSyncExternalStore } from 'react';

export type Language = 'en' | 'zh';

/** A sentence in both languages, or what makes one. */
export type Texts = Readonly<Record<string, { en: string; zh: string }>>;

const KEPT = 'language';
const readers = new Set<() => void>();

/** `zh` where the browser is Chinese, until somebody has chosen. */
export function language(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

export function setLanguage(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  for (const reader of readers) reader();
}

/** The tag by which browsers name it. */
export function locale(): string {
  return language() === 'zh' ? 'zh-CN' : 'en-GB';
}

/** Names and the like, one after the other, as the reader's language lists them. */
export function listed(words: readonly string[]): string {
  return words.join(language() === 'zh' ? '、' : ', ');
}

export function useLanguage(): Language {
  return useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  }, language);
}

/** Tells a sentence of this table in the reader's language; the component is drawn anew when it changes. */
export function useText<T extends Texts>(texts: T): (key: keyof T) => string {
  const chosen = useLanguage();
  return (key) => (texts[key] as { en: string; zh: string })[chosen];
}
