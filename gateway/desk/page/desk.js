// The officer's page: shows every open call, rings, and tells the desk each step. What it says of itself is true: without a line it is not on duty.
import { maySound, ring, unlock } from './sound.js';
import { language, text } from './texts.js';

/** More often than the desk takes a page for gone. */
const TELL_MS = 3_000;
/** The stream beats every five seconds: after so long without one the line is lost. */
const LOST_MS = 12_000;
/** From so many seconds on a call is late, and later. */
const LATE_S = { red: [30, 60], green: [300, 900] };
const OUTCOMES = ['helped', 'no_help_needed', 'by_mistake', 'not_reached', 'test'];

const page = crypto.randomUUID();
const calls = new Map();
let me = null;
let isFirst = false;
let officers = [];
let isOnDuty = false;
let chosen;
let records = [];
let heardAt = 0;
let stream;

const at = (id) => document.getElementById(id);

/** An element with these properties and children; texts are set as text, never as HTML. */
function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

async function ask(path, body) {
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-call-button': 'desk', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  const sentence = language() === 'zh' ? answer.zh : answer.message;
  const detail = answer.code === 'CALL_TAKEN' ? ` (${answer.detail})` : '';
  throw Object.assign(new Error(`${sentence}${detail}`), { code: answer.code });
}

function sorted() {
  const rank = ({ key }) => (key === 'red' ? 0 : 1);
  return [...calls.values()].sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt);
}

function whatRings() {
  const ringing = sorted().filter(({ taker, isTest }) => taker === undefined && !isTest);
  return isOnDuty ? ringing[0]?.key : undefined;
}

function isLost() {
  return me !== null && Date.now() - heardAt > LOST_MS;
}

// Drawing

function draw() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  at('title').textContent = text('title');
  document.title = text('title');
  at('language').textContent = text('other');
  at('logout').textContent = text('logout');
  at('logout').hidden = me === null;
  at('duty').hidden = me === null || me.role === 'viewer';
  at('duty').textContent = text(isOnDuty ? 'onDuty' : 'goOnDuty');
  at('duty').className = isOnDuty ? 'on' : 'main';
  at('officers').hidden = me === null;
  at('officers').className = officers.length === 0 ? 'nobody' : '';
  at('officers').textContent =
    officers.length === 0 ? text('nobody') : text('officers') + officers.join('、');
  at('lost').textContent = text('lost');
  at('lost').hidden = !isLost();
  drawLogin();
  at('queue').hidden = me === null;
  at('sheet').hidden = me === null;
  if (me === null) return;
  drawQueue();
  drawSheet();
  ring(whatRings());
}

function drawLogin() {
  at('login').hidden = me !== null;
  at('login-title').textContent = text(isFirst ? 'first' : 'login');
  at('login-why').textContent = isFirst ? text('firstWhy') : '';
  at('name-label').textContent = text('name');
  at('password-label').textContent = text('password');
  at('login-button').textContent = text(isFirst ? 'make' : 'login');
}

function drawQueue() {
  const rows = sorted().map((call) => {
    const { callId, key, home, presses, taker, isTest, deviceId } = call;
    const age = made('span', { className: 'age' });
    age.dataset.since = call.openedAt;
    age.dataset.key = key;
    const row = made(
      'button',
      {
        type: 'button',
        className: `call ${key} ${taker === undefined ? 'rings' : ''} ${callId === chosen ? 'chosen' : ''}`,
        onclick: () => choose(callId),
      },
      made('strong', { textContent: home.name ?? home.reference ?? deviceId }),
      age,
      made('span', { textContent: home.address ?? '' }),
      made('span', {
        className: `tag ${isTest ? '' : key}`,
        textContent: text(isTest ? 'testTag' : key),
      }),
      made('span', {
        className: 'quiet',
        textContent: [
          taker === undefined ? text('rings') : text('takenBy') + taker,
          presses > 1 ? text('presses') + presses : '',
          isTest ? text('test') : '',
        ]
          .filter(Boolean)
          .join(' · '),
      }),
    );
    row.dataset.call = callId;
    return row;
  });
  const empty = made('p', { className: 'empty', textContent: text('noCalls') });
  at('queue').replaceChildren(...(rows.length > 0 ? rows : [empty]));
  drawAges();
}

function drawAges() {
  for (const age of document.querySelectorAll('.age')) {
    const seconds = Math.max(0, Math.round((Date.now() - Number(age.dataset.since)) / 1_000));
    const [late, later] = LATE_S[age.dataset.key];
    const minutes = Math.floor(seconds / 60);
    age.textContent = `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
    age.classList.toggle('late', seconds >= late && seconds < later);
    age.classList.toggle('later', seconds >= later);
  }
}

/** What somebody is typing stays: the sheet is drawn anew only when something about its call has changed. */
let drawn = '';

function drawSheet() {
  const call = calls.get(chosen);
  const now = JSON.stringify([call, records, language(), me?.name]);
  if (now === drawn) return;
  drawn = now;
  if (call === undefined) {
    const empty = made('p', { className: 'empty', textContent: text('choose') });
    at('sheet').replaceChildren(empty);
    return;
  }
  const { home, deviceId, key, isTest } = call;
  const { telephone } = home;
  const facts = made('dl');
  const fact = (label, ...value) => {
    facts.append(made('dt', { textContent: text(label) }), made('dd', {}, ...value));
  };
  if (telephone) {
    fact(
      'telephone',
      made('a', { href: `tel:${telephone.replace(/[^+\d]/g, '')}`, textContent: telephone }),
    );
  }
  if (home.address) fact('address', home.address);
  if (home.reference) fact('reference', home.reference);
  fact('device', deviceId);
  const article = made(
    'article',
    {},
    made('h2', { textContent: home.name ?? home.reference ?? deviceId }),
    made('p', { textContent: `${text(key)}${isTest ? ` · ${text('test')}` : ''}` }),
    facts,
    made('div', { className: 'steps' }, ...buttonsFor(call)),
    made('p', { id: 'step-error', className: 'error', role: 'alert' }),
    made('ol', {}, ...records.map(recordRow)),
  );
  at('sheet').replaceChildren(article);
}

const KEYS = { taken: 't', telephoned: 'p', reached: 'r', not_reached: 'n', arrived: 'a' };

function buttonsFor({ taker }) {
  const button = (label, step, isMain = false) =>
    made(
      'button',
      {
        type: 'button',
        className: isMain ? 'main' : '',
        onclick: () => take({ step }),
      },
      text(label),
      KEYS[step] ? made('kbd', { textContent: KEYS[step].toUpperCase() }) : undefined,
    );
  const note = formFor('noted', 'noteHere', (value) => ({ step: 'noted', text: value }));
  if (taker === undefined) return [button('take', 'taken', true), note];
  if (taker !== me.name) return [note];
  const closing = made(
    'select',
    { ariaLabel: text('closed') },
    ...OUTCOMES.map((value) =>
      made('option', {
        value,
        textContent: text(value in { not_reached: 1, test: 1 } ? `outcome_${value}` : value),
      }),
    ),
  );
  const close = made(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        void take({ step: 'closed', outcome: closing.value, followUp: false });
      },
    },
    closing,
    made('button', { type: 'submit', textContent: text('closed') }),
  );
  return [
    button('telephoned', 'telephoned', true),
    button('reached', 'reached'),
    button('not_reached', 'not_reached'),
    button('arrived', 'arrived'),
    button('release', 'released'),
    formFor('sent', 'whom', (value) => ({ step: 'sent', helper: value })),
    note,
    close,
  ];
}

function formFor(label, hint, stepOf) {
  const field = made('input', { placeholder: text(hint), ariaLabel: text(hint), required: true });
  return made(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        void take(stepOf(field.value));
      },
    },
    field,
    made('button', { type: 'submit', textContent: text(label) }),
  );
}

function recordRow({ at: when, by, what }) {
  const detail =
    what.text ?? what.helper ?? what.to ?? (what.outcome ? outcomeText(what.outcome) : '');
  const words = [text(what.step), detail, by === '' ? text('desk') : by]
    .filter(Boolean)
    .join(' · ');
  const time = new Date(when).toLocaleTimeString(language() === 'zh' ? 'zh-CN' : 'en-GB');
  return made('li', {}, made('time', { textContent: time }), made('span', { textContent: words }));
}

function outcomeText(outcome) {
  return text(outcome === 'not_reached' || outcome === 'test' ? `outcome_${outcome}` : outcome);
}

// What the officer does

async function choose(callId) {
  chosen = callId;
  await readRecords();
  draw();
}

async function readRecords() {
  if (chosen === undefined) return;
  const answer = await ask(`/api/calls/${encodeURIComponent(chosen)}/records`);
  records = answer.records;
}

/** Nothing typed is lost when it fails: the form stays as it is. */
async function take(step) {
  try {
    await ask(`/api/calls/${encodeURIComponent(chosen)}/steps`, step);
  } catch (error) {
    at('step-error').textContent = error.code === undefined ? text('failed') : error.message;
    if (error.code === 'DESK_LOGIN_NEEDED') await readSession();
  }
}

/** Only what is seen counts as shown, and only where it may sound. */
function tell() {
  if (me === null || isLost()) return;
  const isSounding = isOnDuty && maySound();
  const shown = isSounding ? sorted().map(({ callId }) => callId) : [];
  ask('/api/page', { page, isOnDuty: isSounding, shown }).catch(() => {});
}

function listen() {
  stream?.close();
  stream = new EventSource('/api/stream');
  const heard = (name, take) =>
    stream.addEventListener(name, (event) => {
      heardAt = Date.now();
      take(JSON.parse(event.data));
      draw();
    });
  heard('beat', () => {});
  heard('all', (all) => {
    calls.clear();
    for (const call of all.calls) calls.set(call.callId, call);
    officers = all.officers;
    tell();
  });
  heard('duty', (duty) => {
    officers = duty.officers;
  });
  heard('call', ({ call }) => {
    if (call.closedAt === undefined) calls.set(call.callId, call);
    else calls.delete(call.callId);
    if (call.callId === chosen) void readRecords().then(draw);
    tell();
  });
}

async function readSession() {
  const answer = await ask('/api/session');
  me = answer.session;
  isFirst = answer.isFirst;
  heardAt = Date.now();
  if (me === null) stream?.close();
  else listen();
  draw();
}

at('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  at('login-error').textContent = '';
  try {
    const body = { name: at('name').value.trim(), password: at('password').value };
    await ask(isFirst ? '/api/first-account' : '/api/login', body);
    at('password').value = '';
    await readSession();
  } catch (error) {
    at('login-error').textContent = error.code === undefined ? text('failed') : error.message;
  }
});

at('duty').addEventListener('click', async () => {
  isOnDuty = isOnDuty ? false : await unlock();
  tell();
  draw();
});

at('language').addEventListener('click', () => {
  localStorage.setItem('language', language() === 'zh' ? 'en' : 'zh');
  draw();
});

at('logout').addEventListener('click', async () => {
  isOnDuty = false;
  await ask('/api/logout', {});
  await readSession();
});

/** One key for each step, where nobody is typing. Arrows choose a call. */
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '');
  if (me === null || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const order = sorted().map(({ callId }) => callId);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const by = event.key === 'ArrowDown' ? 1 : -1;
    const next = order[(order.indexOf(chosen) + by + order.length) % order.length];
    if (next !== undefined) void choose(next);
    return;
  }
  const [step] = Object.entries(KEYS).find(([, key]) => key === event.key.toLowerCase()) ?? [];
  if (step === undefined) return;
  if (step === 'taken' && chosen === undefined) void choose(order[0]).then(() => take({ step }));
  else if (chosen !== undefined) void take({ step });
});

setInterval(() => {
  at('lost').hidden = !isLost();
  if (isLost()) ring(undefined);
  drawAges();
}, 500);
setInterval(tell, TELL_MS);
void readSession();
