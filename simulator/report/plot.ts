// Plots over time as SVG that stretches to any width; its words are HTML beside it, so that they keep their size.
import { html, type Markup } from './html-text.ts';
import type { ReportFault } from './model.ts';
import { duration } from './words.ts';

export interface Series {
  /** Of the page's colours: `--c1` … */
  colour: string;
  label: Markup;
  /** One a column; NaN leaves a gap. */
  values: readonly number[];
}

export interface Plot {
  title: Markup;
  about: Markup;
  /** Start of each column, seconds. */
  times: readonly number[];
  durationS: number;
  faults: readonly ReportFault[];
  series: readonly Series[];
  /** Each series on the one before, filled. */
  isStacked?: boolean;
  isLogarithmic?: boolean;
  write: (value: number) => string;
}

const WIDTH = 1_000;
const HEIGHT = 200;
/** A fault without duration is still seen. */
const NARROWEST_BAND = 2;
/** Above this a linear scale shows nothing but the peak. */
const LOGARITHMIC_FROM = 20;

interface Scale {
  y: (value: number) => number;
  ticks: number[];
}

function linear(largest: number): Scale {
  const rough = Math.max(largest, 1e-9) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((of) => of * power >= rough) ?? 10) * power;
  const top = step * Math.max(1, Math.ceil(largest / step - 1e-9));
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  return { y: (value) => HEIGHT * (1 - value / top), ticks };
}

function logarithmic(smallest: number, largest: number): Scale {
  const from = Math.floor(Math.log10(smallest));
  const to = Math.ceil(Math.log10(largest));
  const decades = Math.max(1, to - from);
  const y = (value: number) => HEIGHT * (1 - (Math.log10(value) - from) / decades);
  return {
    y: (value) => Math.min(HEIGHT, y(Math.max(value, 10 ** from))),
    ticks: Array.from({ length: decades + 1 }, (_, index) => 10 ** (from + index)),
  };
}

function scaleOf(plot: Plot, tops: readonly (readonly number[])[]): Scale {
  const measured = tops.flat().filter((value) => Number.isFinite(value));
  const largest = measured.reduce((most, value) => Math.max(most, value), 0);
  const positive = measured.filter((value) => value > 0);
  const smallest = positive.reduce((least, value) => Math.min(least, value), Number.MAX_VALUE);
  return plot.isLogarithmic && positive.length > 0 && largest / smallest > LOGARITHMIC_FROM
    ? logarithmic(smallest, largest)
    : linear(largest);
}

/** The values as drawn: stacked ones hold the sum of those below. */
function topsOf({ series, isStacked }: Plot): number[][] {
  const tops: number[][] = [];
  for (const { values } of series) {
    const below = isStacked ? tops.at(-1) : undefined;
    tops.push(values.map((value, index) => value + (below?.[index] ?? 0)));
  }
  return tops;
}

export function plotted(plot: Plot): Markup {
  const { times, series, faults } = plot;
  const end = Math.max(plot.durationS, (times.at(-1) ?? 0) + 1);
  const x = (seconds: number) => (WIDTH * Math.min(seconds, end)) / end;
  const tops = topsOf(plot);
  const { y, ticks } = scaleOf(plot, tops);
  const bands = faults.map(({ from, until, title }) => {
    const width = Math.max(NARROWEST_BAND, x(until) - x(from));
    return html`<rect class="band" x="${round(x(from))}" y="0" width="${round(width)}" height="${HEIGHT}"><title>${title}</title></rect>`;
  });
  const grid = ticks.map(
    (tick) =>
      html`<line class="grid" x1="0" x2="${WIDTH}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>`,
  );
  const drawn = series.map(({ colour }, index) => {
    const points = (tops[index] ?? []).map((value, at) => [x(times[at] ?? 0), value] as const);
    if (!plot.isStacked) {
      return html`<path class="line" style="stroke:var(${colour})" d="${lineOf(points, y)}"/>`;
    }
    const below = tops[index - 1] ?? points.map(() => 0);
    const back = below.map((value, at) => `L${round(x(times[at] ?? 0))} ${round(y(value))}`);
    const area = `${lineOf(points, y)}${back.reverse().join('')}Z`;
    return html`<path class="area" style="fill:var(${colour})" d="${points.length > 0 ? area : ''}"/>`;
  });
  const labels = ticks.map(
    (tick) =>
      html`<span style="top:${round((100 * y(tick)) / HEIGHT)}%">${plot.write(tick)}</span>`,
  );
  const marks = marksOf(faults.map(({ from }) => (100 * x(from)) / WIDTH)).map(
    ({ at, label }) => html`<span style="left:${round(at)}%">${label}</span>`,
  );
  const legend = series.map(
    ({ colour, label }) => html`<li><i style="background:var(${colour})"></i>${label}</li>`,
  );
  const clockTicks = [0, 25, 50, 75, 100].map(
    (share) => html`<span style="left:${share}%">${duration((end * share) / 100)}</span>`,
  );
  return html`<section class="plot"><h3>${plot.title}</h3><p class="about">${plot.about}</p>
<ul class="legend">${legend}</ul><div class="frame"><div class="ylabels">${labels}</div>
<div class="marks">${marks}</div><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img">${bands}${grid}${drawn}</svg>
<div class="xlabels">${clockTicks}</div></div></section>
`;
}

/** Of the width that a character takes in the narrowest plot, in percent. */
const CHARACTER_WIDTH = 1.6;

/** The numbers of faults, each at its place from the left in percent; those that would stand in each other are one: 3–7. */
export function marksOf(places: readonly number[]): { at: number; label: string }[] {
  const sorted = places.map((at, index) => ({ at, number: index + 1 }));
  sorted.sort((a, b) => a.at - b.at);
  const marks: { at: number; numbers: number[] }[] = [];
  for (const { at, number } of sorted) {
    const before = marks.at(-1);
    const end = before ? before.at + CHARACTER_WIDTH * (labelOf(before.numbers).length + 1) : 0;
    if (before && at < end) before.numbers.push(number);
    else marks.push({ at, numbers: [number] });
  }
  return marks.map(({ at, numbers }) => ({ at, label: labelOf(numbers) }));
}

/** 4, 3–7, or 3…9 when not all between them are meant. */
function labelOf(numbers: readonly number[]): string {
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  if (least === most) return String(least);
  return `${least}${most - least === numbers.length - 1 ? '–' : '…'}${most}`;
}

/** A path with a gap wherever nothing was measured; a lone point is a short dash. */
function lineOf(points: readonly (readonly [number, number])[], y: (value: number) => number) {
  let path = '';
  let isDown = false;
  for (const [at, value] of points) {
    if (Number.isFinite(value)) {
      const px = round(at);
      const py = round(y(value));
      path += isDown ? `L${px} ${py}` : `M${px} ${py}h1`;
    }
    isDown = Number.isFinite(value);
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
