// `call-button year`: many simulated years of the firmware, each from its own seed, and what did not hold in them.
import { liveYear } from './year.ts';

export interface YearsOptions {
  seeds: number;
  /** The first seed. */
  from: number;
}

/** Exit code 0 when everything held in every year, 1 otherwise, 130 after Ctrl-C. */
export async function runYears({ seeds, from }: YearsOptions): Promise<void> {
  let broken = 0;
  let presses = 0;
  let boots = 0;
  let lived = 0;
  let mostErases = 0;
  let isInterrupted = false;
  process.once('SIGINT', () => {
    isInterrupted = true;
  });
  for (let seed = from; seed < from + seeds && !isInterrupted; seed++) {
    const report = liveYear({ seed });
    lived++;
    presses += report.presses;
    boots += report.boots;
    mostErases = Math.max(mostErases, report.mostErases);
    if (report.broken.length > 0) broken++;
    for (const what of report.broken.slice(0, 5)) console.log(`seed ${seed}: ${what}`);
    if (lived % 50 === 0) process.stderr.write(`${lived} of ${seeds} years\n`);
    // So that Ctrl-C is heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(
    `${lived} years, ${presses} presses, ${boots} boots, a page of flash erased at most ${mostErases} times a year: ` +
      (broken === 0 ? 'everything held' : `${broken} years in which something did not hold`),
  );
  process.exitCode = isInterrupted ? 130 : broken === 0 ? 0 : 1;
}
