import { OperatorError } from '../operator-error.ts';
import type { Carried } from '../replay/carry-out.ts';
import { isComplete, type Report } from '../replay/report.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * What a replay did.
 * @throws OperatorError `interrupted` or `partial` when something is left: the sentence says how to go on.
 */
export function printReport(terminal: Terminal, { report, fates }: Carried, json: true | undefined): void {
  if (json) {
    for (const fate of fates) terminal.json({ type: 'fate', ...fate });
    terminal.json({ type: 'report', ...report });
  } else {
    terminal.table(report.rows);
    terminal.print(sentenceOf(report));
  }
  if (report.stopped === 'cancelled' || isComplete(report)) return;
  throw new OperatorError(report.stopped === 'interrupted' ? 'interrupted' : 'partial', nextStep(report));
}

function sentenceOf({ seen, replayed, skipped, failed, seconds, perSecond, arrived, cameBack }: Report): string {
  const counts = `${seen} seen = ${replayed} replayed + ${skipped} skipped + ${failed} failed, in ${seconds} s (${perSecond}/s).`;
  return `${counts} ${arrived} more lie there that the plan does not have; ${cameBack} of the copies died again so far.`;
}

function nextStep({ stopped, id, undeleted }: Report): string {
  const resume = `go on with \`dlq replay --resume ${id}\``;
  switch (stopped) {
    case 'interrupted':
      return `Interrupted; everything was given back: ${resume}, or end it with --cancel ${id}.`;
    case 'failure-rate':
      return `Stopped, for too many failed or came back dead: find out why, then ${resume}.`;
    case 'canary-failed':
      return `Stopped, for a message of the canary failed: find out why (\`dlq show\`), then ${resume}.`;
    case 'canary-timeout':
      return `Stopped, for the canary shows no outcome yet: look at it with \`user show\`, then ${resume}.`;
    default:
      return undeleted > 0
        ? `${undeleted} were replayed but not deleted: ${resume}, which deletes them.`
        : `Done in part: the report says what was not replayed. Make a new plan, or ${resume}.`;
  }
}
