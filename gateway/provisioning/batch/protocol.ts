// The protocol of one installation: JSON, and a sheet to print with a QR code. Neither a name nor an address nor a secret.

import { join } from 'node:path';
import qrcode from 'qrcode-generator';
import { wordIn } from '../../messages/sentence.ts';
import type { Texts } from '../view/texts.ts';
import { type Installation, writePrivately } from './state.ts';

/** Reads well in both languages. */
const BETWEEN = ' · ';

/** What the QR code holds: the device and the home, for whoever scans the label or the sheet. */
export function codeOf({ device_id, reference }: Installation): string {
  return `${device_id}\n${reference}`;
}

/** Writes both beside the state. Returns the sheet's path. Errors: FILE_FAILED. */
export async function writeProtocol(
  folder: string,
  installation: Installation,
  texts: Texts,
): Promise<string> {
  const base = join(folder, `${installation.device_id}.protocol`);
  await writePrivately(`${base}.json`, `${JSON.stringify(protocolOf(installation), null, 2)}\n`);
  await writePrivately(`${base}.html`, sheetOf(installation, texts));
  return `${base}.html`;
}

export function protocolOf(installation: Installation) {
  const { version, failure, ...rest } = installation;
  return { protocol: version, ...rest, in_service: installation.in_service_at !== undefined };
}

export function sheetOf(installation: Installation, texts: Texts): string {
  const { sheet, yes, no } = texts;
  const one = installation;
  const isYes = (value: boolean | undefined) => (value ? yes : no);
  const rows: [string, string][] = [
    [sheet.device, one.device_id],
    [sheet.reference, one.reference],
    [sheet.place, [one.subdistrict, one.community].filter((part) => part !== '').join(BETWEEN)],
    [sheet.group, one.group],
    [sheet.hardware, `${one.model ?? ''} ${one.firmware ?? ''}`.trim()],
    [sheet.key, String(one.key_version ?? '')],
    [sheet.signal, one.rssi_dbm == null ? texts.strength.unknown : `${one.rssi_dbm} dBm`],
    [
      sheet.battery,
      one.battery_percent == null ? texts.charge.unknown : `${one.battery_percent} %`,
    ],
    [sheet.mains, isYes(one.on_mains)],
    [sheet.selfTest, one.self_test === undefined ? '–' : wordIn(texts.testResult, one.self_test)],
    [sheet.light, `${isYes(one.light_confirmed)}${BETWEEN}${isYes(one.buzzer_confirmed)}`],
    [sheet.presses, `${one.green_call ?? '–'}${BETWEEN}${one.red_call ?? '–'}`],
    [sheet.warnings, one.accepted.join(BETWEEN) || '–'],
    [
      sheet.inService,
      one.in_service_at === undefined ? sheet.notInService : dayAndTime(one.in_service_at),
    ],
  ];
  const cells = rows
    .map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('\n');
  return `<!doctype html>
<html><head><meta charset="utf-8"><title>${escaped(`${sheet.title} ${one.device_id}`)}</title>
<style>
body { font: 12pt sans-serif; margin: 2cm; }
h1 { font-size: 18pt; }
svg { width: 4cm; height: 4cm; float: right; }
th { text-align: left; padding: 3pt 18pt 3pt 0; font-weight: normal; color: #555; }
.line { margin-top: 2cm; border-top: 1px solid; width: 10cm; padding-top: 4pt; color: #555; }
</style></head><body>
${qrOf(codeOf(one))}
<h1>${escaped(sheet.title)}</h1>
<table>
${cells}
</table>
<p class="line">${escaped(sheet.signature)}</p>
</body></html>
`;
}

/** As on the clock of the computer, for whoever signs; the JSON has the moment in UTC. */
function dayAndTime(moment: string): string {
  return new Date(moment).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
}

/** As SVG. */
function qrOf(text: string): string {
  // Its own way of making bytes cuts Chinese characters in half.
  qrcode.stringToBytes = (characters) => [...Buffer.from(characters, 'utf8')];
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  return code.createSvgTag({ cellSize: 4, margin: 16, scalable: true });
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
