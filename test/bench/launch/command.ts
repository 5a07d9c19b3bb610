import { writeFileSync } from 'node:fs';
import { STAGES, type Stage } from '@postconfirm/infra/config/stage.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { fileToWrite, positive } from '../option-values.ts';
import { ARRIVALS, ArrivalsError, curveOf, type Stretch } from './arrivals.ts';
import { livedThrough } from './launch.ts';
import { configOf, type LaunchPlan } from './plan.ts';
import { asText, fileFor } from './print.ts';
import { QUOTAS } from './quotas.ts';
import { reportOf } from './report.ts';

type Options = {
  users: number;
  arrival: Stretch[];
  stage: Stage;
  sesRate?: number;
  sesDailyQuota?: number;
  sendsPerSecond?: number;
  emailConcurrency?: number;
  codes: boolean;
  cognitoRate: number;
  accountConcurrency: number;
  enrichmentLatency: number;
  seed: number;
  report?: string;
};

function curve(text: string): Stretch[] {
  try {
    return [...curveOf(text)];
  } catch (error) {
    if (error instanceof ArrivalsError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

export const launchCommand = (): Command =>
  new Command('launch')
    .description(
      "Lives through a launch day: production's functions in a simulated AWS without faults, with its quotas.",
    )
    .option('--users <n>', 'how many users confirm', positive, 100_000)
    .addOption(
      new Option('--arrival <curve>', `${ARRIVALS.join(', ')}, or a file of lines minutes,users`)
        .argParser(curve)
        .default(curve('day-curve'), 'day-curve'),
    )
    .addOption(new Option('--stage <stage>', 'whose config counts').choices(STAGES).default('prod'))
    .option('--ses-rate <n>', "emails a second that SES takes (the stage's email.sendsPerSecond)", positive)
    .option('--ses-daily-quota <n>', 'emails that SES takes in 24 hours (no limit)', positive)
    .option('--sends-per-second <n>', 'email.sendsPerSecond (what --ses-rate says)', positive)
    .option('--email-concurrency <n>', "workers.email-worker.maximumConcurrency (the stage's)", positive)
    .option('--no-codes', "the pool sends its codes otherwise than by the stage's SES (a created pool by it)")
    .option('--cognito-rate <n>', "requests a second of Cognito's category UserCreation", positive, QUOTAS.userCreation)
    .option('--account-concurrency <n>', "the account's Lambda executions", positive, QUOTAS.accountConcurrency)
    .option('--enrichment-latency <ms>', 'milliseconds in which an external system answers', positive, 200)
    .option('--seed <n>', 'decides everything that happens', positive, 1)
    .option(
      '--report <file>',
      'write all of it as Markdown; by its ending, .json or an .svg of the queues',
      fileToWrite,
    )
    .addHelpText(
      'after',
      `
Examples:
  npm run bench -- launch --users 1000000 --ses-rate 50 --report launch.md
  npm run bench -- launch --arrival burst --cognito-rate 600
  npm run bench -- launch --ses-daily-quota 50000

Exits with 1 when users were lost, dead-lettered or not done, with 2 when it was called wrongly.`,
    )
    .action(run);

async function run(options: Options): Promise<void> {
  const report = reportOf(await livedThrough(planOf(options)));
  console.log(asText(report));
  if (options.report !== undefined) writeFileSync(options.report, fileFor(options.report, report));
  process.exitCode = report.lost ? 1 : 0;
}

function planOf(options: Options): LaunchPlan {
  const { users, seed, stage, sesRate, sesDailyQuota, emailConcurrency, cognitoRate, accountConcurrency } = options;
  const config = configOf(stage, { sendsPerSecond: options.sendsPerSecond ?? sesRate, emailConcurrency });
  const pool = options.codes ? config.pool : { ...config.pool, mode: 'existing' as const };
  return {
    ...{ users, seed, config: { ...config, pool }, cognitoRate, accountConcurrency },
    curve: options.arrival,
    enrichmentMs: options.enrichmentLatency,
    ...(sesRate !== undefined && { sesRate }),
    ...(sesDailyQuota !== undefined && { sesDailyQuota }),
  };
}
