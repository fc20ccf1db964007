// A picture of figures, with the same figures as a table beside it: for who can't see it, and for paper.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useText } from '../language.ts';
import { FIGURES } from './texts.ts';

const HEIGHT = 240;
/** More of them are a line by themselves. */
const MAX_POINTS = 31;
const COLOURS = ['#1655a2', '#8f4a00', '#17693a'];

export interface Series {
  title: string;
  values: readonly (number | null)[];
}

interface Props {
  title: string;
  /** What stands below each place of the picture. */
  places: readonly string[];
  placeTitle: string;
  series: readonly Series[];
  look: 'lines' | 'bars';
  /** Of a number in picture and table. */
  format: (value: number) => string;
  /** The top of the picture; absent: the greatest value. */
  max?: number;
}

export function Chart({ title, places, placeTitle, series, look, format, max }: Props) {
  const text = useText(FIGURES);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = new uPlot(
      optionsOf({
        places,
        placeTitle,
        series,
        look,
        format,
        ...(max === undefined ? {} : { max }),
      }),
      [places.map((_, index) => index), ...series.map(({ values }) => [...values])],
      element,
    );
    const resize = () =>
      plot.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT });
    const watch = new ResizeObserver(resize);
    watch.observe(element);
    resize();
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [places, placeTitle, series, look, format, max]);
  return (
    <section className="card">
      <h3>{title}</h3>
      <div className="chart" ref={place} aria-hidden="true" />
      <details>
        <summary>{text('table')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too. */}
        <section className="scroll" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{placeTitle}</th>
                {series.map((one) => (
                  <th key={one.title} scope="col" className="number">
                    {one.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((name, index) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {series.map(({ title: key, values }) => (
                    <td key={key} className="number">
                      {valueText(values[index], format)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  );
}

function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

function optionsOf({
  places,
  placeTitle,
  series,
  look,
  format,
  max,
}: Pick<Props, 'places' | 'placeTitle' | 'series' | 'look' | 'format' | 'max'>): uPlot.Options {
  const bars = uPlot.paths.bars?.({ size: [0.7, 60] });
  return {
    width: 400,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [-0.6, places.length - 0.4] },
      y: { range: (_plot, _low, high) => [0, max ?? Math.max(1, high * 1.1)] },
    },
    axes: [
      {
        grid: { show: false },
        values: (_plot, splits) =>
          splits.map((split) => (Number.isInteger(split) ? (places[split] ?? '') : '')),
        space: 70,
      },
      { values: (_plot, splits) => splits.map((split) => format(split)), size: 60 },
    ],
    series: [
      { label: placeTitle, value: (_plot, index) => places[index] ?? '–' },
      ...series.map(({ title }, index): uPlot.Series => {
        const colour = COLOURS[index % COLOURS.length] as string;
        return {
          label: title,
          stroke: colour,
          width: 2,
          value: (_plot, value) => valueText(value, format),
          ...(look === 'bars' && bars ? { paths: bars, fill: `${colour}cc` } : {}),
          points: { show: look === 'lines' && places.length <= MAX_POINTS },
        };
      }),
    ],
  };
}
