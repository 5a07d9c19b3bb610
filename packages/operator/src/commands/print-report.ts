import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import type { Carried } from '../replay/carry-out.ts';
import { isComplete, type ReplayReport } from '../replay/report.ts';
import { commandLine } from '../stage/command-line.ts';
import { counted } from '../terminal/counted.ts';

/**
 * What a replay did.
 * @throws OperatorError `interrupted` or `partial` when something is left: the sentence says how to go on.
 */
export function printReport(
  { terminal, stage }: Pick<Desk, 'terminal' | 'stage'>,
  { report, fates, cause }: Carried,
  json: true | undefined,
): void {
  if (json) {
    for (const fate of fates) terminal.json({ type: 'fate', ...fate });
    terminal.json({ type: 'report', ...report });
  } else {
    terminal.table(report.rows);
    terminal.print(sentenceOf(report));
  }
  const { says, next } = endOf(report);
  const sentence = next === undefined ? says : `${says} Next: ${commandLine(stage(), next)}`;
  if (report.stopped !== 'cancelled' && !isComplete(report)) {
    throw new OperatorError(report.stopped === 'interrupted' ? 'interrupted' : 'partial', sentence, { cause });
  }
  if (sentence !== '') terminal.note(sentence);
}

export function sentenceOf({
  seen,
  replayed,
  skipped,
  failed,
  seconds,
  perSecond,
  arrived,
  cameBack,
}: ReplayReport): string {
  const rate = perSecond === undefined ? '' : `, the copies at ${perSecond}/s`;
  const counts = `${seen} seen = ${replayed} replayed + ${skipped} skipped + ${failed} failed, in ${seconds} s${rate}.`;
  return `${counts} ${arrived} more lie there that the plan does not have; ${cameBack} of the copies died again so far.`;
}

/** What its end means, and the command that goes on from there; nothing to say where all was replayed. */
export function endOf(report: ReplayReport): { says: string; next?: string } {
  const { stopped, because, id, queue, undeleted, skipped } = report;
  const next = `dlq replay --resume ${id}`;
  switch (stopped) {
    case 'interrupted':
      return { says: `Interrupted; everything was given back. End it with --cancel ${id}, or go on.`, next };
    case 'cancelled':
      return { says: `Replay ${id} is ended: what it held is given back, and what has a copy is deleted.` };
    case 'failure-rate':
      return { says: 'Stopped, for too many failed or came back dead: find out why, then go on.', next };
    case 'canary-failed':
      return { says: 'Stopped, for a message of the canary failed: find out why (`dlq show`), then go on.', next };
    case 'canary-timeout':
      return { says: 'Stopped, for the canary shows no outcome yet: look at it with `user show`, then go on.', next };
    case 'sends-refused':
      return { says: `Stopped, for SQS took none of the last copies (${because}). ${STANDS}`, next };
    case 'broken':
      return { says: `Stopped: ${because} ${STANDS}`, next };
    default:
      break;
  }
  if (undeleted > 0) return { says: `${undeleted} were replayed but not deleted: going on deletes them.`, next };
  if (!isComplete(report)) return { says: 'Done in part. Make a new plan, or go on.', next };
  if (skipped === 0) return { says: '' };
  return { says: `${counted(skipped, 'was', 'were')} left, as the plan says.`, next: `dlq show --queue ${queue}` };
}

/** After whatever failure. */
const STANDS =
  'What was done is noted, as far as it could be; all else is given back, or comes back by itself within a minute. Mend the cause, then go on.';
