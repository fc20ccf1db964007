// The light of a simulated home beside its call, blinking as it does there. A desk of real homes knows no light and shows none.
import { useEffect, useRef } from 'react';
import type { HomeLight } from '../../light-shapes.ts';
import { language, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { CALLS } from './texts.ts';

const COLOURS = ['#d3dae3', '#1fa85b', '#e0212c', '#e8a200'] as const;

export function LightOfHome({ deviceId }: { deviceId: string }) {
  const text = useText(CALLS);
  const light = useLive().lights[deviceId];
  if (light === undefined) return null;
  return (
    <span className="light" aria-live="off">
      <Lamp rhythm={light.rhythm} />
      <span>
        {text('lightSays')}
        {light.says[language()]}
      </span>
    </span>
  );
}

function Lamp({ rhythm }: Pick<HomeLight, 'rhythm'>) {
  const lamp = useRef<HTMLSpanElement>(null);
  const told = rhythm.join();
  useEffect(() => {
    const steps = told.split(',').map(Number);
    const duration = steps.reduce((sum, step, index) => sum + (index % 2) * step, 0);
    let from = 0;
    const frames = steps.flatMap((step, index): Keyframe[] => {
      if (index % 2 === 1) return [];
      const start = from;
      from += steps[index + 1] ?? 0;
      const backgroundColor = COLOURS[step as 0] ?? COLOURS[0];
      return [
        { backgroundColor, offset: start / duration },
        { backgroundColor, offset: from / duration },
      ];
    });
    const blinking = lamp.current?.animate(frames, { duration, iterations: Infinity });
    return () => blinking?.cancel();
  }, [told]);
  return <span className="lamp" ref={lamp} aria-hidden="true" />;
}
