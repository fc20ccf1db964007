// The report as one page that needs nothing else: opens from disk, in English and 简体中文.
import { FINDING_KINDS } from '../audit/findings.ts';
import { both, html, Markup } from './html-text.ts';
import type { Finding, FindingKind, Percentiles, RunReport } from './model.ts';
import { notesOf } from './notes.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-style.ts';
import { plotsOf } from './plots.ts';
import { duration, LATE_GENERATOR_MS, latency, number } from './words.ts';

const KINDS: Record<FindingKind, Markup> = {
  lost: both('lost', '丢失'),
  doubled: both('doubled', '重复'),
  untrue: both('untrue light', '灯光不实'),
  unexplained: both('unexplained', '无法解释'),
  late: both('late', '超时'),
  'unexpected-code': both('unexpected code', '意外代码'),
  altered: both('altered', '内容被改变'),
  'forged-delivery': both('forged delivery', '伪造投递'),
};

/** The others fold away. */
const FINDINGS_AT_ONCE = 10;

/** Nothing from the report reaches the page but through `html`, which escapes it. */
export function reportPage(report: RunReport): string {
  const { scenario } = report;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${scenario.title}: ${report.verdict}</title><style>${new Markup(PAGE_STYLE)}</style></head>
<body><header><h1>${scenario.title}</h1><button type="button">${both('简体中文', 'English')}</button></header>
${verdict(report)}${notesOf(report).map(({ en, zh }) => html`<p class="note">${both(en, zh)}</p>`)}<p>${scenario.about}</p>${warning(report.lateness)}
<h2>${both('Totals', '总计')}</h2>${totals(report)}
<h2>${both('Latency', '时延')}</h2>${latencyTable(report)}
<h2>${both('Findings', '发现的问题')}</h2>${findings(report)}
${refusals(report.totals.refusals)}<h2>${both('Over time', '随时间变化')}</h2>${faults(report)}${plotsOf(report)}
<h2>${both('The run', '本次运行')}</h2>${conditions(report)}
<script>${new Markup(PAGE_SCRIPT)}</script></body></html>
`.text;
}

function verdict({ verdict: says, interrupted }: RunReport): Markup {
  const words = says === 'passed' ? both('✓ PASSED', '✓ 通过') : both('✗ FAILED', '✗ 未通过');
  const early = interrupted ? html` ${both('(interrupted)', '（提前中止）')}` : '';
  return html`<p class="verdict ${says}">${words}${early}</p>`;
}

function warning(lateness: Percentiles | null): Markup | string {
  if (lateness === null || lateness.p99 <= LATE_GENERATOR_MS) return '';
  const p99 = latency(lateness.p99);
  return html`<p class="warning">⚠ ${both(
    `The generator itself was late by up to ${p99} (p99): the latencies hold that too. Use fewer homes or more cores.`,
    `负载生成器本身滞后达 ${p99}（p99），时延中也包含它。请减少住户数量或增加处理器核心。`,
  )}</p>`;
}

function totals({ totals: of, homes }: RunReport): Markup {
  const tiles: [Markup, number][] = [
    [both('presses', '按键'), of.presses],
    [both('stored', '已存储'), of.stored],
    [both('accepted', '已受理'), of.accepted],
    [both('answered', '已回电'), of.answered],
    [both('in an outbox', '仍在发件箱'), of.inOutbox],
    [both('rejected', '被拒绝'), of.rejected],
    [both('deliveries', '投递'), of.deliveries],
    [both('of which again', '其中重投'), of.redeliveries],
    [both('homes', '住户'), homes.whole + homes.light],
  ];
  const tile = ([name, count]: [Markup, number]) =>
    html`<div><dt>${name}</dt><dd>${number(count)}</dd></div>`;
  return html`<dl class="tiles">${tiles.map(tile)}</dl>`;
}

function latencyTable({ latency: of, lateness }: RunReport): Markup {
  const rows: [Markup, Percentiles | null][] = [
    [both('press → stored', '按键 → 已存储'), of.toStored],
    [both('press → accepted', '按键 → 已受理'), of.toAccepted],
    [both('red press → accepted', '红键 → 已受理'), of.redToAccepted],
    [both('generator’s lateness', '生成器滞后'), lateness],
  ];
  const figures = (spread: Percentiles | null) =>
    (['p50', 'p90', 'p99', 'max'] as const).map(
      (figure) => html`<td>${spread ? latency(spread[figure]) : '–'}</td>`,
    );
  return html`<table class="figures"><thead><tr><th></th><th>p50</th><th>p90</th><th>p99</th><th>max</th></tr></thead><tbody>${rows.map(
    ([name, spread]) => html`<tr><td>${name}</td>${figures(spread)}</tr>`,
  )}</tbody></table>`;
}

function findings({ findings: listed, totals: of }: RunReport): Markup {
  if (listed.length === 0) {
    return html`<p>${both('None: nothing lost, nothing doubled.', '没有：无丢失，无重复。')}</p>`;
  }
  const counts = FINDING_KINDS.flatMap((kind) => {
    const count = of.findings[kind] ?? 0;
    return count === 0 ? [] : [html`<div><dt>${KINDS[kind]}</dt><dd>${number(count)}</dd></div>`];
  });
  const first = listed.slice(0, FINDINGS_AT_ONCE);
  const furtherFindings = listed.slice(FINDINGS_AT_ONCE);
  const rest = html`<details><summary>${both('more findings', '更多问题')}: ${furtherFindings.length}</summary>${findingTable(furtherFindings)}</details>`;
  return html`<dl class="tiles">${counts}</dl>${findingTable(first)}${furtherFindings.length > 0 ? rest : ''}`;
}

function findingTable(listed: readonly Finding[]): Markup {
  const rows = listed.map(
    ({ kind, what, detail }) =>
      html`<tr><td class="kind">${KINDS[kind]}</td><td>${what}</td><td>${detail}</td></tr>`,
  );
  return html`<table class="findings"><thead><tr><th>${both('kind', '类别')}</th><th>${both('what', '对象')}</th><th>${both('what is known', '已知情况')}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function refusals(of: Record<string, number> | null): Markup | string {
  if (of === null) return '';
  const counted = Object.entries(of).filter(([, count]) => count > 0);
  if (counted.length === 0) return '';
  const rows = counted.map(
    ([code, count]) => html`<tr><td>${code}</td><td>${number(count)}</td></tr>`,
  );
  return html`<h2>${both('Refused by the gateway', '网关拒绝')}</h2><table class="figures"><tbody>${rows}</tbody></table>`;
}

function faults({ faults: of }: RunReport): Markup | string {
  if (of.length === 0) return '';
  const rows = of.map(
    ({ from, until, title }) =>
      html`<li>${title} <span class="about">${duration(from)}${until > from ? ` – ${duration(until)}` : ''}</span></li>`,
  );
  return html`<ol>${rows}</ol>`;
}

function conditions({ scenario, machine, ...run }: RunReport): Markup {
  const rows: [Markup, string][] = [
    [both('scenario', '场景'), `${scenario.name}, seed ${scenario.seed}, ${scenario.speed}×`],
    [both('started', '开始'), run.startedAt],
    [both('lasted', '时长'), duration(run.durationS)],
    [both('gateway', '网关'), run.gateway],
    [both('whole homes', '完整固件住户'), number(run.homes.whole)],
    [both('light homes', '轻量住户'), number(run.homes.light)],
    [both('generators', '生成器进程'), number(run.generators)],
    [both('machine', '机器'), `${machine.cpu}, ${machine.cores} × CPU, ${machine.memoryGb} GB`],
    [both('software', '软件'), `Node ${machine.node}, ${machine.platform}`],
  ];
  return html`<table><tbody>${rows.map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}
