// The plots of a report: latencies, homes by state, throughput, and how late the generator itself was.
import { type Column, columnsOf, mean, worst } from './downsample.ts';
import { both, type Markup } from './html-text.ts';
import type { Percentiles, ReportSample, RunReport } from './model.ts';
import { type Plot, plotted } from './plot.ts';
import { latency, number } from './words.ts';

type Spread = 'toStored' | 'toAccepted' | 'redToAccepted' | 'lateness';

export function plotsOf(report: RunReport): Markup[] {
  const columns = columnsOf(report.samples);
  const { durationS, faults } = report;
  const base = { times: columns.map(({ t }) => t), durationS, faults };
  const stages: [Spread, Markup][] = [
    ['toStored', both('Press → stored', '按键 → 已存储')],
    ['toAccepted', both('Press → accepted', '按键 → 已受理')],
    ['redToAccepted', both('Red press → accepted', '红键 → 已受理')],
    ['lateness', both('Lateness of the generator', '负载生成器的滞后')],
  ];
  const spreads = stages.map(([of, title]): Plot => {
    const isLateness = of === 'lateness';
    return {
      ...base,
      title,
      about: isLateness
        ? both(
            'How late the load was made. When this is large, the latencies hold it too.',
            '负载产生得有多晚。该值较大时，上面的时延也包含它。',
          )
        : both(
            'From the intended moment until the home knows; each second is counted where it ended.',
            '从计划时刻到住户设备得知为止；按到达的那一秒统计。',
          ),
      isLogarithmic: true,
      write: latency,
      series: [
        spreadSeries(columns, of, 'p50', '--c1'),
        spreadSeries(columns, of, 'p90', '--c2'),
        spreadSeries(columns, of, 'p99', '--c3'),
      ],
    };
  });
  const isMeasured = ({ series }: Plot) =>
    series.some(({ values }) => values.some((value) => Number.isFinite(value)));
  const [lateness] = spreads.slice(-1);
  const plots = [...spreads.slice(0, -1), homes(base, columns), throughput(base, columns)];
  return [...plots, ...(lateness ? [lateness] : [])].filter(isMeasured).map(plotted);
}

function spreadSeries(columns: Column[], of: Spread, figure: keyof Percentiles, colour: string) {
  const values = columns.map((column) => worst(column, (sample) => sample[of]?.[figure]));
  return { colour, label: both(figure, figure), values };
}

type Base = Pick<Plot, 'times' | 'durationS' | 'faults'>;

function counted(columns: Column[], of: (sample: ReportSample) => number): number[] {
  return columns.map((column) => mean(column, of));
}

function homes(base: Base, columns: Column[]): Plot {
  return {
    ...base,
    title: both('Homes', '住户'),
    about: both('By the state of their device.', '按设备状态。'),
    isStacked: true,
    write: number,
    series: [
      {
        colour: '--c1',
        label: both('connected', '已连接'),
        values: counted(columns, ({ connected }) => connected),
      },
      {
        colour: '--c2',
        label: both('connecting', '连接中'),
        values: counted(columns, ({ connecting }) => connecting),
      },
      { colour: '--c4', label: both('off', '断电'), values: counted(columns, ({ off }) => off) },
    ],
  };
}

function throughput(base: Base, columns: Column[]): Plot {
  return {
    ...base,
    title: both('Throughput', '吞吐量'),
    about: both('Per second.', '每秒。'),
    isLogarithmic: true,
    write: (value) => number(value),
    series: [
      {
        colour: '--c1',
        label: both('presses made', '按键'),
        values: counted(columns, ({ pressesMade }) => pressesMade),
      },
      {
        colour: '--c2',
        label: both('presses stored', '已存储'),
        values: counted(columns, ({ pressesStored }) => pressesStored),
      },
      {
        colour: '--c3',
        label: both('deliveries', '投递'),
        values: counted(columns, ({ deliveries }) => deliveries),
      },
      {
        colour: '--c4',
        label: both('heartbeats', '心跳'),
        values: counted(columns, ({ heartbeatsSent }) => heartbeatsSent),
      },
    ],
  };
}
