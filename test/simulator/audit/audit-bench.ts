// Measures the audit of a million presses, the platform's store included: npx tsx test/simulator/audit/audit-bench.ts
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { audit } from '#simulator/audit/audit.ts';
import { ReceivedPresses } from '#simulator/audit/received.ts';
import { Ledger, STORED } from '#simulator/ledger.ts';

const PRESSES = 1_000_000;
const HOMES = 100_000;
const GENERATORS = 4;

let started = performance.now();
function report(what: string): void {
  const took = (performance.now() - started).toFixed(0);
  const peak = (process.resourceUsage().maxRSS / 1_000).toFixed(0);
  console.log(`${what.padEnd(24)}${took.padStart(8)} ms   peak ${peak} MB`);
  started = performance.now();
}

const homes = Array.from({ length: HOMES }, (_, index) => ({ deviceId: `CB-CITY-${index}` }));
const received = new ReceivedPresses(homes);
const ledgers = Array.from({ length: GENERATORS }, () => new Ledger());
const seen = {
  home: new Uint32Array(PRESSES),
  bootId: new Uint32Array(PRESSES).fill(1),
  seq: new Uint32Array(PRESSES),
  at: new Float64Array(PRESSES),
};
for (let at = 0; at < PRESSES; at++) {
  const home = at % HOMES;
  const seq = 2 + Math.floor(at / HOMES);
  const ledger = ledgers[at % GENERATORS] as Ledger;
  const row = ledger.add(home, { bootId: 1, seq }, home % 2 ? KEY_RED : KEY_GREEN, at, at);
  ledger.columns.state[row] = STORED;
  ledger.columns.storedAt[row] = at + 3;
  ledger.columns.acceptedAt[row] = at + 9;
  seen.home[at] = home;
  seen.seq[at] = seq;
  seen.at[at] = at + 9;
}
report('ledgers filled');
for (let at = 0; at < PRESSES; at++) {
  const device = homes[at % HOMES]?.deviceId;
  const seq = 2 + Math.floor(at / HOMES);
  received.record(`${device}/1/${seq}`, `${device}.1.${seq}`, at + 6, true);
}
report('platform filled');
const { totals, findings } = audit({
  ledgers: ledgers.map((ledger) => ledger.packed()),
  acceptedSeen: [seen],
  received,
  forged: 0,
  refusals: {},
  expect: { refusals: [], rejections: [], redAcceptedP99Ms: 100 },
});
report('audit');
console.log(`${totals.accepted} accepted, ${findings.length} findings`);
