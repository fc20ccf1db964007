// Uses up the token of the link, which stands behind # so that no server and no log sees it, and opens the desk.
import { ask } from './ask.ts';
import { language, locale } from './language.ts';
import './style/base.css';

const WRONG = {
  en: 'This link was used already, or is too old. Press Enter where the demo runs for another, or log in at the desk.',
  zh: '此链接已被使用或已过期。请在运行演示的终端按回车键重新获取，或在值班台登录。',
};

const token = window.location.hash.slice(1);
window.history.replaceState(null, '', window.location.pathname);
ask('/api/one-time-login', { token }).then(
  () => window.location.replace('/'),
  () => {
    document.documentElement.lang = locale();
    (document.querySelector('#told') as HTMLElement).textContent = WRONG[language()];
  },
);
