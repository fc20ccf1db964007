// The page of a helper who was sent: what, where, how to get in, and three large buttons. No account: the link is for one call.
import { type FormEvent, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { HelperTask } from '../../archive/shapes.ts';
import { NEED_WORDS } from '../../words-shapes.ts';
import { language, locale, setLanguage, useText } from '../language.ts';
import '../style/base.css';
import '../style/helper.css';
import { HELPER } from './texts.ts';

/** After the `#`, which a browser keeps to itself. Also when another link is opened in the same window. */
const tokenHere = () => window.location.hash.slice(1);
const AGAIN_MS = 30_000;

interface Failure {
  /** Empty: the desk was not reached. */
  code: string;
  message: string;
}

async function ask(path: string, body?: object): Promise<HelperTask> {
  const headers = {
    'x-call-button': 'desk',
    'x-helper-token': tokenHere(),
    'content-type': 'application/json',
  };
  const response = await fetch(
    path,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  ).catch(() => undefined);
  const answer = await response?.json().catch(() => undefined);
  if (response?.ok && answer !== undefined) return answer;
  const chosen = language();
  const message =
    answer === undefined ? HELPER.noLine[chosen] : answer[chosen === 'zh' ? 'zh' : 'message'];
  throw { code: answer?.code ?? '', message } satisfies Failure;
}

function Page() {
  const text = useText(HELPER);
  const chosen = language();
  const [task, setTask] = useState<HelperTask>();
  const [failure, setFailure] = useState<Failure>();
  const [isSending, setSending] = useState(false);

  const send = async (work: Promise<HelperTask>): Promise<boolean> => {
    try {
      setTask(await work);
      setFailure(undefined);
      return true;
    } catch (error) {
      setFailure(error as Failure);
      return false;
    }
  };
  const step = async (body: object) => {
    setSending(true);
    const isDone = await send(ask('/api/helper/steps', body));
    setSending(false);
    return isDone;
  };

  useEffect(() => {
    document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
    document.title = HELPER.title[chosen];
  }, [chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read from the start on, and whenever another link is opened here.
  useEffect(() => {
    const read = () => void send(ask('/api/helper'));
    const anew = () => {
      setTask(undefined);
      read();
    };
    read();
    const timer = window.setInterval(read, AGAIN_MS);
    window.addEventListener('hashchange', anew);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('hashchange', anew);
    };
  }, []);

  const isOver = failure?.code.startsWith('HELPER_LINK') === true;
  return (
    <main className="helper">
      <div className="top">
        <h1>{text('title')}</h1>
        <button
          type="button"
          className="plain"
          onClick={() => setLanguage(chosen === 'zh' ? 'en' : 'zh')}
        >
          {text('other')}
        </button>
      </div>
      {failure && (
        <p role="alert" className={isOver ? 'over' : 'error'}>
          {failure.message}
        </p>
      )}
      {task && !isOver && <Task task={task} step={step} isSending={isSending} />}
    </main>
  );
}

interface TaskProps {
  task: HelperTask;
  /** Resolves with whether the desk has it. */
  step: (body: object) => Promise<boolean>;
  isSending: boolean;
}

function Task({ task, step, isSending }: TaskProps) {
  const text = useText(HELPER);
  const chosen = language();
  const { key, isTest, needs, text: words, name, telephone, address, access } = task;
  const what = [needs.map((need) => NEED_WORDS[need][chosen]).join('、'), words].filter(Boolean);
  return (
    <>
      {isTest && <p className="test">{text('test')}</p>}
      <section className={`what ${key}`}>
        <p className="key">{text(key)}</p>
        <p className="need">{what.join(' · ') || text('noNeed')}</p>
      </section>
      <section className="where">
        <h2>{name}</h2>
        <p className="address">{address || text('noAddress')}</p>
        {access && (
          <>
            <h3>{text('access')}</h3>
            <p className="access">{access}</p>
          </>
        )}
        {telephone && (
          <a className="call" href={`tel:${telephone.replace(/[^+\d]/g, '')}`}>
            {text('telephone')} {telephone}
          </a>
        )}
      </section>
      <Way task={task} step={step} isSending={isSending} />
      <Note step={step} />
    </>
  );
}

function Way({ task, step, isSending }: TaskProps) {
  const text = useText(HELPER);
  const steps = [
    { step: 'on_the_way', at: task.onTheWayAt, label: text('onTheWay') },
    { step: 'arrived', at: task.arrivedAt, label: text('arrived') },
    { step: 'helper_done', at: task.doneAt, label: text('done') },
  ];
  // What comes next is the button that is seen first; whoever forgot one may go on.
  const lastDone = steps.findLastIndex(({ at }) => at !== null);
  return (
    <section className="way-of" aria-label={text('way')}>
      {steps.map((one, index) =>
        one.at === null ? (
          <button
            key={one.step}
            type="button"
            className={index === lastDone + 1 ? 'next' : 'plain'}
            disabled={isSending}
            onClick={() => void step({ step: one.step })}
          >
            {one.label}
          </button>
        ) : (
          <p key={one.step} className="is-done">
            ✓ {one.label} {new Date(one.at).toLocaleTimeString(locale())}
          </p>
        ),
      )}
    </section>
  );
}

function Note({ step }: { step: TaskProps['step'] }) {
  const text = useText(HELPER);
  const [words, setWords] = useState('');
  const [isKept, setKept] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await step({ step: 'noted', text: words }))) return;
    setWords('');
    setKept(true);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label>
        {text('note')}
        <textarea
          rows={3}
          maxLength={1_000}
          required
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setKept(false);
          }}
        />
      </label>
      <button type="submit" className="plain">
        {text('send')}
      </button>
      <p role="status">{isKept && text('sent')}</p>
    </form>
  );
}

createRoot(document.getElementById('page') as HTMLElement).render(<Page />);
