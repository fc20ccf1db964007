// All cases of the language check.
import type { LanguageCase } from './language-case.ts';
import { classCases } from './language-cases-classes.ts';
import { libraryCases } from './language-cases-library.ts';
import { orderCases } from './language-cases-order.ts';
import { regexpCases } from './language-cases-regexp.ts';
import { syntaxCases } from './language-cases-syntax.ts';

export const languageCases: readonly LanguageCase[] = [
  ...syntaxCases,
  ...classCases,
  ...libraryCases,
  ...regexpCases,
  ...orderCases,
];
