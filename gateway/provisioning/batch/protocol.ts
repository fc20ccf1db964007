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
  telephone = '',
): Promise<string> {
  const base = join(folder, `${installation.device_id}.protocol`);
  await writePrivately(`${base}.json`, `${JSON.stringify(protocolOf(installation), null, 2)}\n`);
  await writePrivately(`${base}.html`, sheetOf(installation, texts, telephone));
  return `${base}.html`;
}

export function protocolOf(installation: Installation) {
  const { version, failure, ...rest } = installation;
  return { protocol: version, ...rest, in_service: installation.in_service_at !== undefined };
}

/** `telephone`: of the service; empty: a line on which somebody writes it. */
export function sheetOf(installation: Installation, texts: Texts, telephone = ''): string {
  const { sheet, yes, no } = texts;
  // Of an unfinished installation nobody has said no.
  const isYes = (value: boolean | undefined) => {
    if (value === undefined) return texts.charge.unknown;
    return value ? yes : no;
  };
  const rows: [string, string][] = [
    [sheet.device, installation.device_id],
    [sheet.reference, installation.reference],
    [
      sheet.place,
      [installation.subdistrict, installation.community]
        .filter((part) => part !== '')
        .join(BETWEEN),
    ],
    [sheet.group, installation.group],
    [sheet.hardware, `${installation.model ?? ''} ${installation.firmware ?? ''}`.trim()],
    [sheet.key, String(installation.key_version ?? '–')],
    [sheet.signal, signalIn(installation, texts)],
    [
      sheet.battery,
      installation.battery_percent == null
        ? texts.charge.unknown
        : `${installation.battery_percent} %`,
    ],
    [sheet.mains, isYes(installation.on_mains)],
    [
      sheet.selfTest,
      installation.self_test === undefined ? '–' : wordIn(texts.testResult, installation.self_test),
    ],
    [
      sheet.light,
      `${isYes(installation.light_confirmed)}${BETWEEN}${isYes(installation.buzzer_confirmed)}`,
    ],
    [sheet.presses, `${installation.green_call ?? '–'}${BETWEEN}${installation.red_call ?? '–'}`],
    [sheet.warnings, installation.accepted.join(BETWEEN) || '–'],
    [
      sheet.inService,
      installation.in_service_at === undefined
        ? sheet.notInService
        : dayAndTime(installation.in_service_at),
    ],
  ];
  const cells = rows
    .map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('\n');
  return `<!doctype html>
<html><head><meta charset="utf-8"><title>${escaped(`${sheet.title} ${installation.device_id}`)}</title>
<style>
body { font: 12pt sans-serif; margin: 2cm; }
h1 { font-size: 18pt; }
svg { width: 4cm; height: 4cm; float: right; }
th { text-align: left; padding: 3pt 18pt 3pt 0; font-weight: normal; color: #555; }
h2 { font-size: 15pt; margin-top: 1cm; }
.big { font-size: 15pt; margin: 6pt 0; }
.line { margin-top: 1.4cm; border-top: 1px solid; width: 10cm; padding-top: 4pt; color: #555; }
</style></head><body>
${qrOf(codeOf(installation))}
<h1>${escaped(sheet.title)}</h1>
<table>
${cells}
</table>
<h2>${escaped(sheet.forResident)}</h2>
<p class="big">${escaped(sheet.red)}</p>
<p class="big">${escaped(sheet.green)}</p>
<p class="big">${escaped(sheet.lightTells)}</p>
<p class="big">${escaped(sheet.telephone)}: ${telephone === '' ? '____________________' : `<b>${escaped(telephone)}</b>`}</p>
<p class="line">${escaped(sheet.installer)}</p>
<p class="line">${escaped(sheet.resident)}</p>
</body></html>
`;
}

/** Null: the device has been asked, and didn't tell. */
function signalIn({ rssi_dbm }: Installation, { charge, strength }: Texts): string {
  if (rssi_dbm === undefined) return charge.unknown;
  return rssi_dbm === null ? strength.unknown : `${rssi_dbm} dBm`;
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
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
