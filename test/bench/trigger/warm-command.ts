import { Command, Option } from 'commander';
import { fileToWrite, listOf, positive } from '../option-values.ts';
import { barPlot } from './bar-plot.ts';
import { machine } from './machine.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { EMPTY, FLOOR, TRIGGER_NAME, VARIANTS } from './variants.ts';
import { measureWarm, type WarmPlan } from './warm-run.ts';
import { writeReport } from './write-report.ts';

type Options = Omit<WarmPlan, 'client'> & { runtimeClient: WarmPlan['client']; report?: string };

const NAMES = VARIANTS.map(({ name }) => name);
const STANDARD = [
  EMPTY,
  FLOOR,
  'sdk-bare',
  TRIGGER_NAME,
  'aws-plain',
  'powertools-ours',
  'tracer-plain',
  'plain-log',
  'plain-handler',
];

export const warmCommand = (): Command =>
  new Command('warm')
    .description('CPU of an invocation of a warm process: the trigger beside the others.')
    .option('--rounds <n>', 'turns of each variant', positive, 15)
    .option('--processes <n>', 'processes of each variant', positive, 3)
    .option('--invocations <n>', 'invocations of a turn', positive, 200)
    .option('--warm-up <n>', 'invocations before the first turn', positive, 1000)
    .option('--variants <names>', 'some alone, separated by commas', listOf(NAMES), STANDARD)
    .addOption(
      new Option('--runtime-client <client>', "AWS's, built when first needed, or this project's")
        .choices(['aws', 'own'])
        .default('aws'),
    )
    .option('--report <file>', 'write <file>.json, <file>.md and <file>.svg', fileToWrite)
    .action(run);

type Row = { name: string; says: string; cpuMs: Spread };

async function run({ runtimeClient, report, ...options }: Options): Promise<void> {
  const plan = { ...options, client: runtimeClient };
  const measured = await measureWarm(plan, (what) => console.error(`warm: ${what}`));
  const rows = measured.map(({ variant, cpuMs }) => ({
    name: variant.name,
    says: variant.says,
    cpuMs: spreadOf(cpuMs),
  }));
  const about = `${machine()} ${plan.processes} processes of each variant, ${plan.rounds} rounds of ${plan.invocations} invocations, interleaved; runtime client: ${plan.client}.`;
  const excess = excessOf(rows);
  const page = warmPage(rows, excess, about);
  console.log(page);
  if (report) await writeReport(report, { data: { about, plan, excess, rows, measured }, page, plot: warmPlot(rows) });
}

/** What the trigger needs above an empty handler, in multiples of what one request signed by hand needs above it. */
function excessOf(rows: readonly Row[]): number {
  const median = (name: string) => rows.find((row) => row.name === name)?.cpuMs.median ?? Number.NaN;
  return (median(TRIGGER_NAME) - median(EMPTY)) / (median(FLOOR) - median(EMPTY));
}

const warmPage = (rows: readonly Row[], excess: number, about: string) =>
  [
    '# Warm invocations',
    '',
    about,
    '',
    `(ours − empty) / (hand-signed − empty): ${excess.toFixed(2)}, at most 2.1 wanted: ${excess <= 2.1 ? 'met' : 'not met'}.`,
    '',
    '| variant | CPU ms per invocation, median · quartiles |',
    '| --- | --- |',
    ...rows.map(
      ({ says, cpuMs: { median, low, high } }) =>
        `| ${says} | ${[median, low, high].map((ms) => ms.toFixed(2)).join(' · ')} |`,
    ),
    '',
  ].join('\n');

const warmPlot = (rows: readonly Row[]) =>
  barPlot({
    title: 'CPU of a warm invocation in microseconds: median and quartiles',
    legend: [],
    bars: rows.map(({ says, cpuMs: { median, low, high } }) => ({
      label: says,
      parts: [median * 1000],
      whole: { median: median * 1000, low: low * 1000, high: high * 1000 },
    })),
  });
