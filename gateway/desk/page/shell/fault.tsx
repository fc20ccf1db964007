// What stays of the page when a room has a fault: the frame, the ringing, and a way back.
import { Component, type ReactNode } from 'react';
import { language } from '../language.ts';
import { Button } from '../parts/button.tsx';

const TEXTS = {
  fault: {
    en: 'This part of the page has a fault. Calls go on ringing here.',
    zh: '此部分页面出现故障。呼叫仍会在此响铃。',
  },
  reload: { en: 'Load the page again', zh: '重新加载页面' },
};

interface Props {
  children: ReactNode;
}

/** React knows only classes for this. */
export class Fault extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <div role="alert" className="empty">
        <p>{TEXTS.fault[language()]}</p>
        <Button onPress={() => window.location.reload()}>{TEXTS.reload[language()]}</Button>
      </div>
    );
  }
}
