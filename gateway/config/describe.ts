// What a gateway with this configuration does, in words: listeners, routes with their limits, destinations, devices.

import { resolve } from 'node:path';
import { CHECK_CONFIG } from '../messages/check-config.ts';
import { type In, type Language, textsIn } from '../messages/sentence.ts';
import type { Finding } from './cross-check.ts';
import { deskSettings } from './desk.ts';
import type { DestinationConfig } from './destinations.ts';
import { showDuration } from './duration.ts';
import type { Known, KnownDevice } from './known.ts';
import { isLoopback } from './listeners.ts';
import { type PlacedRoute, placedRoutes, routePlan } from './routes.ts';
import type { Config } from './schema.ts';
import type { SiaConfig } from './sia.ts';

type Texts = In<typeof CHECK_CONFIG>;

export interface Described {
  file: string | undefined;
  config: Config;
  devicesFile: string | undefined;
  known: Known;
  /** Of the certificate that the configuration names; UTC milliseconds. */
  expiresAt: number | undefined;
}

export function describeConfig(
  described: Described,
  found: readonly Finding[],
  language: Language,
): string {
  const texts = textsIn(CHECK_CONFIG, language);
  const { file, config, devicesFile, known, expiresAt } = described;
  const { inFile, inRegistry = [] } = known;
  const sections: string[][] = [
    [texts.good(file)],
    [texts.listens, ...listenerLines(config, expiresAt, texts)],
    [texts.routes, ...placedRoutes(routePlan(config)).flatMap((route) => routeLines(route, texts))],
    [texts.destinations, ...destinationLines(config, texts)],
    ...(devicesFile === undefined
      ? []
      : [[texts.devices(devicesFile), ...deviceLines(inFile, texts)]]),
    ...(inRegistry.length === 0 ? [] : [[texts.registry, ...deviceLines(inRegistry, texts)]]),
    [texts.watches, ...supervisionLines(config, texts)],
    [texts.flood, floodLine(config, texts)],
    [texts.keeps(resolve(config.data), showDuration(config.journal.keep))],
    ...(found.length === 0
      ? []
      : [[texts.warnings, ...found.map(({ path, sentence }) => `${path}: ${sentence[language]}`)]]),
  ];
  return sections
    .map(([head, ...lines]) => [head, ...lines.map(indent)].join('\n'))
    .join('\n\n')
    .concat('\n');
}

const indent = (line: string) => `  ${line}`;

function listenerLines(
  { mqtt, mqtts, http, admin, flows, desk, destinations }: Config,
  expiresAt: number | undefined,
  texts: Texts,
): string[] {
  const until =
    expiresAt === undefined ? undefined : new Date(expiresAt).toISOString().slice(0, 10);
  const line = (listener: { host: string; port: number }, what: string) =>
    `${`${listener.host}:${listener.port}`.padEnd(20)}  ${what}`;
  const flowsLine = () => {
    if (flows === 'off' || flows.users.length === 0) return texts.noEditor;
    return line(flows, texts.editor(flows.cert !== undefined));
  };
  const settings = deskSettings(desk);
  const isWanted = Object.values(destinations).some(({ type }) => type === 'desk');
  return [
    mqtt === 'off' ? `MQTT: ${texts.off}` : line(mqtt, texts.plain),
    mqtts === 'off'
      ? `MQTTS: ${texts.off}`
      : line(mqtts, texts.encrypted(mqtts.names.join(', '), until)),
    line(http, texts.http),
    admin === 'off'
      ? `${texts.admin}: ${texts.off}`
      : line(admin, isLoopback(admin.host) ? texts.admin : texts.adminTls),
    ...(flows === 'off' ? [] : [flowsLine()]),
    ...(settings && isWanted ? [line(settings, texts.deskPages(!isLoopback(settings.host)))] : []),
  ];
}

function routeLines({ severity, group, route }: PlacedRoute, texts: Texts): string[] {
  const { to, fallback, escalation, limits } = route;
  const place = group === undefined ? '' : `${texts.group(group)}, `;
  const head = `${place}${texts.key[severity]} → ${to ?? texts.kept}`;
  if (to === undefined) return [head];
  const { storedMs, acceptMs, answerMs, attemptMs, besideMs, pausesMs } = limits;
  const show = showDuration;
  const lines = [
    severity === 'status'
      ? texts.noticeLimits(show(acceptMs))
      : texts.limits(show(storedMs), show(acceptMs), show(answerMs)),
    texts.attempts(show(attemptMs), show(besideMs), pausesMs.map(show).join(' ')),
    ...(fallback ? [texts.fallback(fallback.to, show(fallback.afterMs))] : []),
    ...escalation.map((step) => texts.escalation(step.to, show(step.afterMs))),
  ];
  return [head, ...lines.map(indent)];
}

function destinationLines({ destinations }: Config, texts: Texts): string[] {
  const lines = Object.entries(destinations).map(([name, destination]) => {
    return `${name}: ${destination.type}, ${destinationLine(destination, texts)}`;
  });
  return lines.length > 0 ? lines : [texts.none];
}

function destinationLine(destination: DestinationConfig, texts: Texts): string {
  switch (destination.type) {
    case 'webhook': {
      // The host only: a path or a query may hold a token.
      const { protocol, host } = new URL(destination.url);
      return [`${protocol}//${host}`, texts.signed, ...acceptanceOf(destination, texts)].join(', ');
    }
    case 'mqtt': {
      const { protocol, host } = new URL(destination.url);
      return `${protocol}//${host}`;
    }
    case 'flow':
      return texts.flow;
    case 'desk':
      return texts.desk;
    case 'sia':
      return siaLine(destination, texts);
  }
}

function acceptanceOf(
  { accepted_when: when }: Extract<DestinationConfig, { type: 'webhook' }>,
  { byStatus, byBody }: Texts,
): string[] {
  if (when === undefined) return [];
  if (when === 'status') return [byStatus];
  return [byBody(when.field, [when.equals].flat().join(' / '))];
}

function siaLine(
  { receiver, spare, format, key, supervision }: SiaConfig,
  { sia: texts }: Texts,
): string {
  const at = (address: { host: string; port: number }) => `${address.host}:${address.port}`;
  return [
    at(receiver),
    ...(spare ? [texts.spare(at(spare))] : []),
    format,
    key ? texts.encrypted : texts.plain,
    supervision === 'off' ? texts.unwatched : texts.watched(showDuration(supervision)),
  ].join(', ');
}

function supervisionLines({ supervision }: Config, texts: Texts): string[] {
  const { offline_after, silent_after, flapping, battery, common_cause } = supervision;
  const { devices, share, within } = common_cause;
  return [
    texts.silent(showDuration(offline_after), showDuration(silent_after)),
    texts.flapping(flapping.reconnects, showDuration(flapping.within)),
    texts.battery(battery.low, battery.critical),
    texts.common(devices, share, showDuration(within)),
  ];
}

function floodLine({ flood }: Config, texts: Texts): string {
  if (flood === 'off') return texts.unlimited;
  return texts.budget(flood.per_minute, flood.burst, flood.red_per_minute);
}

function deviceLines(devices: readonly KnownDevice[], texts: Texts): string[] {
  const groups = new Map<string, KnownDevice[]>();
  for (const device of devices) {
    const members = groups.get(device.group);
    if (members) members.push(device);
    else groups.set(device.group, [device]);
  }
  return [...groups].map(([group, members]) => {
    const states = (Object.keys(texts.states) as KnownDevice['state'][])
      .map((state) => ({ state, count: members.filter((device) => device.state === state).length }))
      .filter(({ count }) => count > 0)
      .map(({ state, count }) => `${count} ${texts.states[state]}`);
    return `${group || texts.noGroup}: ${states.join(', ')}`;
  });
}
