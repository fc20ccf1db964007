// The one table of all rules.
import { apiRules } from './api.ts';
import { classRules } from './classes.ts';
import { loadOrderRules } from './load-order.ts';
import { loopRules } from './loops.ts';
import { orderRules } from './order.ts';
import { regexpRules } from './regexp.ts';
import type { Rule } from './rule.ts';
import { syntaxRules } from './syntax.ts';
import { textRules } from './text.ts';

export const RULES: readonly Rule[] = [
  ...syntaxRules,
  ...classRules,
  ...apiRules,
  ...regexpRules,
  ...textRules,
  ...orderRules,
  ...loadOrderRules,
  ...loopRules,
];
