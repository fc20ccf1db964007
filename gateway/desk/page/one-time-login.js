// Uses up the token of the link, which stands behind # so that no server and no log sees it, and opens the desk.
const WRONG = {
  en: 'This link was used already, or is too old. Ask for another, or log in at the desk.',
  zh: '此链接已被使用或已过期。请重新获取，或在值班台登录。',
};

const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const response = await fetch('api/one-time-login', {
  method: 'POST',
  headers: { 'x-call-button': 'desk' },
  body: JSON.stringify({ token }),
});
if (response.ok) location.replace('.');
else {
  const language = navigator.language.startsWith('zh') ? 'zh' : 'en';
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelector('#told').textContent = WRONG[language];
}
