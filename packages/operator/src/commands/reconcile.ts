import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { audited } from '../audit/audited.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { applyRepair, repairable } from '../reconcile/apply.ts';
import { setGoLive } from '../reconcile/go-live.ts';
import type { MissedUser } from '../reconcile/missing.ts';
import { type Allowance, effectsFor } from '../reconcile/repair.ts';
import { type Report, reportOf } from '../reconcile/report.ts';
import { type ReconcileOptions, reconcileStage, type StageReconciliation } from '../reconcile/stage-reconciliation.ts';
import { poolOf } from '../stage/pool-of.ts';
import { counted } from '../terminal/counted.ts';
import { moment, positiveInteger, timeSpan } from './option-values.ts';

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

/** Not shown in whole on a terminal: `--report` keeps all. */
const SHOWN = 50;

export const reconcileCommand = (desk: Desk): Command =>
  new Command('reconcile')
    .description('finds users of the pool whose email or record was missed; with --apply asks for it again')
    .option('--apply', 'enqueue what is missing, after the report')
    .option('--email', 'with --apply: also mail users for whom no ENQUEUE_FAILED line was found')
    .option('--even-if-stale', 'with --apply: mail those too whose confirmation is long ago')
    .option('--max <n>', 'with --apply: up to so many users (default: 100, or 1 % of the pool)', positiveInteger)
    .option('--confirm <text>', 'what would be typed: the number of users; with --go-live the pool')
    .option('--why <text>', 'the reason, for the audit record; no personal data')
    .option('--skipped <reason>', 'look for emails that were skipped for this reason too')
    .option('--source <name>', 'look for records without the data of this external system too')
    .option('--users <file>', 'look at these users alone: subs or userNames, as JSON or CSV')
    .option('--from-logs <file>', "look at the users of these ENQUEUE_FAILED lines alone: a file of the trigger's log")
    .option('--since <time span>', "how far back the trigger's log is read", timeSpan, timeSpan('14d'))
    .option('--rate <n>', 'requests to the pool per second, whose quota is shared', positiveInteger, 10)
    .option('--restart', 'begin anew where an interrupted look could go on')
    .option('--folder <folder>', 'where an interrupted look is kept', path.join('.postconfirm', 'reconcile'))
    .option('--go-live <time>', 'set the time from which users are judged, and end', moment)
    .option('--json', 'the report as one JSON object')
    .option('--report <file>', 'write the report, as JSON, to a file too')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      if (options.goLive !== undefined) return markGoLive(desk, { ...options, goLive: options.goLive });
      const looked = await look(desk, options);
      const allowance = allowanceOf(desk, looked, options);
      await show(desk, reportOf(looked.found, allowance), options);
      if (options.apply) await apply(desk, looked, { ...options, allowance });
    });

async function markGoLive(desk: Desk, { goLive, confirm, why }: Options & { goLive: number }): Promise<void> {
  const { stage, terminal, now } = desk;
  const [{ clients, tableName }, pool] = [stage(), poolOf(stage())];
  const time = new Date(goLive).toISOString();
  if (goLive > now()) throw new OperatorError('usage', `${time} is still to come: until then nobody would be missed.`);
  await terminal.confirm(`From ${time} on every user of pool ${pool} will be judged.`, pool, confirm);
  await audited(desk, { command: 'reconcile --go-live', why, filter: { pool, goLive: time } }, async () => {
    await setGoLive({ client: clients.dynamodb, tableName, pool }, goLive);
    return { result: undefined, counts: {} };
  });
  terminal.print(`The go-live of pool ${pool} is ${time}.`);
}

async function look({ stage, terminal, now, signal }: Desk, options: Options): Promise<StageReconciliation> {
  const seen = (count: number) => {
    if (count % 6000 === 0) terminal.note(`${count} users seen`);
  };
  const looked = await reconcileStage(stage(), options, { pool: poolOf(stage()), now: now(), signal, seen });
  if (looked.named?.unknown) terminal.note(`${looked.named.unknown} of those named are not in the pool.`);
  return looked;
}

const allowanceOf = ({ now }: Desk, { settings }: StageReconciliation, { email, evenIfStale }: Options): Allowance => ({
  now: now(),
  email: email ?? false,
  evenIfStale: evenIfStale ?? false,
  staleAfterMs: settings.staleAfterSeconds * 1000,
});

async function show({ terminal }: Desk, report: Report, { json, report: file }: Options): Promise<void> {
  if (file !== undefined) await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  if (json) return terminal.json(report);
  terminal.print(`${counted(report.seen, 'user')} of pool ${report.pool} seen, judged since ${report.goLive}`);
  terminal.table(Object.entries({ ...report.users, ...report.lacks }).map(([found, users]) => ({ found, users })));
  if (report.missed.length === 0) return;
  terminal.print('');
  terminal.table(report.missed.slice(0, SHOWN));
  if (report.missed.length > SHOWN) terminal.note(`${report.missed.length - SHOWN} more: --report FILE keeps all.`);
}

async function apply(
  desk: Desk,
  looked: StageReconciliation,
  options: Options & { allowance: Allowance },
): Promise<void> {
  const { stage, terminal } = desk;
  const { allowance, max, confirm, why } = options;
  const users = repairable(looked, allowance, max);
  if (users.length === 0) throw new OperatorError('nothing', 'There is nobody to enqueue.');
  await terminal.confirm(`${questionOf(users, allowance)} to queue confirmations?`, String(users.length), confirm);
  const about = { command: 'reconcile --apply', why, filter: filterOf(looked, options) };
  const { enqueued, mailed, refused, gone } = await audited(desk, about, async () => {
    const result = await applyRepair(stage(), looked, { users, allowance });
    return { result, counts: { ...result, seen: users.length, refused: result.refused.length } };
  });
  terminal.note(
    `Enqueued ${counted(enqueued, 'user')}, ${mailed} of them for their email. Not in the pool any more: ${gone}.`,
  );
  if (refused.length > 0) {
    throw new OperatorError(
      'partial',
      `SQS did not take ${counted(refused.length, 'user')}: run the same command again.`,
    );
  }
}

const filterOf = ({ found }: StageReconciliation, options: Options) => {
  const { email, evenIfStale, max, skipped, source, users, fromLogs } = options;
  return { pool: found.pool, email, evenIfStale, max, skipped, source, users, fromLogs };
};

function questionOf(users: readonly MissedUser[], allowance: Allowance): string {
  const mailed = users.filter((user) => effectsFor(user, allowance).includes('email')).length;
  return `${counted(users.length, 'user')} (${mailed} for their email)`;
}

const EXAMPLES = `
It reports first and changes nothing. Nobody is mailed without an ENQUEUE_FAILED line of the trigger unless --email
says so. An interrupted look goes on where it ended.

Examples:
  npm run -s postconfirm -- reconcile
  npm run -s postconfirm -- reconcile --json --report missed.json
  npm run -s postconfirm -- reconcile --apply
  npm run -s postconfirm -- reconcile --apply --email --max 30 --confirm 30
  npm run -s postconfirm -- reconcile --from-logs trigger.log --apply
  npm run -s postconfirm -- reconcile --users imported.csv
  npm run -s postconfirm -- reconcile --source crm --apply
  npm run -s postconfirm -- --stage prod --pool eu-central-1_aBcDeFgHi reconcile --go-live 2026-11-01T00:00:00Z`;
