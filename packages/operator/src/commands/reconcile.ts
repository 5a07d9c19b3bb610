import path from 'node:path';
import { SKIP_REASONS } from '@postconfirm/contract';
import { Command, Option } from 'commander';
import type { Desk } from '../desk.ts';
import type { Allowance } from '../reconcile/repair.ts';
import { reportOf } from '../reconcile/report.ts';
import { refuseExisting } from '../reconcile/report-file.ts';
import { type ReconcileOptions, reconcileStage, type StageReconciliation } from '../reconcile/stage-reconciliation.ts';
import { seenPool } from '../stage/seen-pool.ts';
import { moment, positiveInteger, timeSpanOption } from './option-values.ts';
import { applyFound } from './reconcile-apply.ts';
import { markGoLive } from './reconcile-go-live.ts';
import { showReport } from './reconcile-report.ts';

type Options = ReconcileOptions & {
  apply?: true;
  email?: true;
  evenIfStale?: true;
  max?: number;
  confirm?: string;
  why?: string;
  goLive?: number;
  json?: true;
  report?: string;
};

export const reconcileCommand = (desk: Desk): Command =>
  new Command('reconcile')
    .description('finds users of the pool whose email or record was missed; with --apply asks for it again')
    .option('--apply', 'enqueue what is missing, after the report')
    .option('--email', 'with --apply: also mail users for whom no ENQUEUE_FAILED line was found')
    .option('--even-if-stale', 'with --apply: mail those too whose confirmation is long ago')
    .option('--max <n>', 'with --apply: up to so many users (default: 100, or 1 % of the pool)', positiveInteger)
    .option('--confirm <text>', 'what would be typed: the number of users; with --go-live the pool')
    .option('--why <text>', 'the reason, for the audit record; no personal data')
    .addOption(
      new Option('--skipped <reason>', 'look for emails that were skipped for this reason too').choices(SKIP_REASONS),
    )
    .option('--source <name>', 'look for records without the data of this external system too')
    .option('--users <file>', 'look at these users alone: subs or userNames, as JSON or CSV')
    .option('--from-logs <file>', "look at the users of these ENQUEUE_FAILED lines alone: a file of the trigger's log")
    .addOption(timeSpanOption('--since <time span>', "how far back the trigger's log is read", '14d'))
    .option('--rate <n>', 'requests to the pool per second, whose quota is shared', positiveInteger, 10)
    .option('--restart', 'begin anew where an interrupted look could go on')
    .option('--folder <folder>', 'where an interrupted look is kept', path.join('.postconfirm', 'reconcile'))
    .option('--go-live <time>', 'set the time from which users are judged, and end', moment)
    .option('--json', 'the report as one JSON object')
    .option('--report <file>', 'write the report, as JSON, to a new file too')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      if (options.goLive !== undefined) return markGoLive(desk, { ...options, goLive: options.goLive });
      if (options.report !== undefined) await refuseExisting(options.report);
      const looked = await look(desk, options);
      const allowance = allowanceOf(desk, looked, options);
      await showReport(desk, reportOf(looked.found, allowance), options);
      if (options.apply) await applyFound(desk, looked, { ...options, allowance });
    });

async function look({ stage, terminal, now, interruptible }: Desk, options: Options): Promise<StageReconciliation> {
  const seen = (count: number) => {
    if (count % 6000 === 0) terminal.note(`${count} users seen`);
  };
  const run = { pool: await seenPool(stage()), now: now(), seen };
  const looked = await interruptible((signal) => reconcileStage(stage(), options, { ...run, signal }));
  if (looked.named?.unknown) terminal.note(`${looked.named.unknown} of those named are not in the pool.`);
  return looked;
}

const allowanceOf = ({ now }: Desk, { settings }: StageReconciliation, { email, evenIfStale }: Options): Allowance => ({
  now: now(),
  email: email ?? false,
  evenIfStale: evenIfStale ?? false,
  staleAfterMs: settings.staleAfterSeconds * 1000,
});

const EXAMPLES = `
It reports first and changes nothing. Nobody is mailed without an ENQUEUE_FAILED line of the trigger unless --email
says so. An interrupted look goes on where it ended. In the report, too-recent are users to whom something happened
within the stage's grace (an hour, if its config says nothing else), and before-go-live those of a time that the table
knows nothing of: neither are judged.

Examples:
  npm run -s postconfirm -- reconcile
  npm run -s postconfirm -- reconcile --json --report missed.json
  npm run -s postconfirm -- reconcile --apply
  npm run -s postconfirm -- reconcile --apply --email --max 30 --confirm 30
  npm run -s postconfirm -- reconcile --from-logs trigger.log --apply
  npm run -s postconfirm -- reconcile --users imported.csv
  npm run -s postconfirm -- reconcile --source crm --apply
  npm run -s postconfirm -- --stage prod reconcile --go-live 2026-11-01T00:00:00Z`;
