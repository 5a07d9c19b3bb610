import { Command, Option } from 'commander';
import { fileToWrite, listOf, positive } from '../option-values.ts';
import { coldPage } from './cold-page.ts';
import { coldPlot } from './cold-plot.ts';
import { barsOf, rowsOf } from './cold-report.ts';
import { type ColdPlan, measureCold } from './cold-run.ts';
import { machine } from './machine.ts';
import { VARIANTS } from './variants.ts';
import { writeReport } from './write-report.ts';

type Options = Omit<ColdPlan, 'client'> & { runtimeClient: ColdPlan['client']; report?: string };

const NAMES = VARIANTS.map(({ name }) => name);

export const coldCommand = (): Command =>
  new Command('cold')
    .description(
      'CPU of cold starts: the trigger, an empty handler, a request signed by hand, and other ways to do it.',
    )
    .option('--rounds <n>', 'cold starts of each variant', positive, 31)
    .option('--variants <names>', 'some alone, separated by commas', listOf(NAMES), NAMES)
    .addOption(
      new Option('--runtime-client <client>', "AWS's, built when first needed, or this project's")
        .choices(['aws', 'own'])
        .default('aws'),
    )
    .option('--no-compile-cache', 'leave out the runs with a compile cache')
    .option('--report <file>', 'write <file>.json, <file>.md and <file>.svg', fileToWrite)
    .addHelpText('after', `\nVariants:\n${VARIANTS.map(({ name, says }) => `  ${name.padEnd(18)} ${says}`).join('\n')}`)
    .action(run);

async function run({ runtimeClient, report, ...options }: Options): Promise<void> {
  const plan = { ...options, client: runtimeClient };
  const measured = await measureCold(plan, (what) => console.error(`cold: ${what}`));
  const rows = rowsOf(measured);
  const bars = barsOf(measured);
  const about = `${machine()} ${plan.rounds} rounds, interleaved; runtime client: ${plan.client}.`;
  const page = coldPage(rows, bars, about);
  console.log(page);
  if (report) await writeReport(report, { data: { about, plan, bars, rows, measured }, page, plot: coldPlot(rows) });
}
