import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { approve, refuseTooLong } from '../replay/approve.ts';
import { carryOut, type Replay } from '../replay/carry-out.ts';
import { journalFile } from '../replay/journal.ts';
import { replays } from '../replay/plan.ts';
import { savePlan } from '../replay/plan-file.ts';
import { planSummary } from '../replay/plan-summary.ts';
import { resumedReplay } from '../replay/resume.ts';
import { newRunId } from '../run-id.ts';
import { commandLine } from '../stage/command-line.ts';
import type { Stage } from '../stage/stage.ts';
import { planFor } from './plan-for.ts';
import { printPlan } from './print-plan.ts';
import { printReport } from './print-report.ts';
import { type ReplayOptions, withReplayOptions } from './replay-options.ts';

export const dlqReplayCommand = (desk: Desk): Command =>
  withReplayOptions(
    new Command('replay').description('says what each dead letter would do, and moves exactly those back'),
  )
    .addHelpText(
      'after',
      `
A copy goes to the queue that the message died on; the dead letter is deleted when SQS has acknowledged the copy. An email
that was sent is not sent again, however often its message is replayed.

Examples:
  npm run -s postconfirm -- dlq replay --queue email --dry-run
  npm run -s postconfirm -- dlq replay --queue email --reason attempts --canary 5 --rate 20/s --yes
  npm run -s postconfirm -- dlq replay --queue email --save email.plan
  npm run -s postconfirm -- dlq replay --plan email.plan --why "template mended" --confirm "replay 1000"
  npm run -s postconfirm -- dlq replay --resume 2026-03-01T093000Z-5fea77`,
    )
    .action(async (options: ReplayOptions) => {
      const unfinished = options.resume ?? options.cancel;
      if (unfinished === undefined) return replayByPlan(desk, options);
      const order = { journals: options.journal, idOrFile: unfinished, stage: desk.stage().name };
      return run(desk, await resumedReplay(order, options.cancel !== undefined), options);
    });

async function replayByPlan(desk: Desk, options: ReplayOptions): Promise<void> {
  const { terminal, now } = desk;
  const plan = await planFor(desk, options);
  const summary = planSummary(plan, options.rate);
  printPlan(terminal, plan, summary, { json: options.json, now: now() });
  const count = replays(plan).length;
  if (options.save !== undefined) {
    await savePlan(options.save, plan);
    terminal.note(savedNote(desk.stage(), options, count));
  }
  if (options.dryRun || options.save !== undefined) return;
  if (count === 0) throw new OperatorError('nothing', 'Nothing of this would be replayed.');
  refuseTooLong(summary.takesSeconds);
  await approve(terminal, { verb: 'replay', count, yes: options.yes, confirm: options.confirm, why: options.why });
  const id = newRunId(now());
  const file = journalFile(options.journal, id);
  await run(desk, { id, file, at: now(), plan, settings: settingsOf(options), ...given(options) }, options);
}

function savedNote(stage: Stage, { save, from }: ReplayOptions, count: number): string {
  if (count === 0) return `Nothing was moved. ${save} is saved; of its dead letters none would be replayed.`;
  const taken = from === undefined ? '' : ` --from ${from}`;
  return `Nothing was moved. Next: ${commandLine(stage, `dlq replay --plan ${save}${taken}`)}`;
}

async function run(desk: Desk, replay: Replay, { json }: ReplayOptions): Promise<void> {
  if (!json) desk.terminal.note(`Replay ${replay.id}. Ctrl-C stops it at a safe point.`);
  printReport(desk, await carryOut(desk, desk.stage(), replay), json);
}

const settingsOf = ({ rate, canary, canaryTimeout, stopOnFailureRate }: ReplayOptions) => ({
  perSecond: rate,
  canary,
  canaryTimeoutMs: canaryTimeout,
  ...(stopOnFailureRate !== undefined && { stopOnFailureRate }),
});

const given = ({ why, from }: ReplayOptions) => ({
  ...(why !== undefined && { why }),
  ...(from !== undefined && { from }),
});
