// The words for needs, outcomes and keys that stand in lists, files and pages.
import type { Need, Outcome } from './call-record.ts';

type Words = { en: string; zh: string };

export const NEED_WORDS: Record<Need, Words> = {
  cleaning: { en: 'Cleaning', zh: '助洁' },
  meals: { en: 'Meals', zh: '助餐' },
  urgent: { en: 'Urgent help', zh: '助急' },
  shopping: { en: 'Shopping', zh: '助购' },
  learning: { en: 'Learning', zh: '助学' },
  company: { en: 'Company', zh: '助乐' },
};

export const OUTCOME_WORDS: Record<Outcome, Words> = {
  helped: { en: 'helped', zh: '已帮助' },
  no_help_needed: { en: 'no help needed', zh: '不需要帮助' },
  by_mistake: { en: 'pressed by mistake', zh: '误按' },
  not_reached: { en: 'nobody was reached', zh: '未能接通' },
  test: { en: 'a test', zh: '测试' },
};
