import type { Plan } from '../replay/plan.ts';
import type { PlanSummary } from '../replay/plan-summary.ts';
import { counted } from '../terminal/counted.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { lossHint, timeToLoss } from '../time-to-loss.ts';

type How = { json: true | undefined; now: number };

/** The plan by prediction; as JSON, each message on a line of its own. */
export function printPlan(terminal: Terminal, plan: Plan, summary: PlanSummary, { json, now }: How): void {
  const { queue, seen, replayed, left, takesSeconds, firstExpiry, rows } = summary;
  if (json) {
    for (const entry of plan.entries) terminal.json({ type: 'planned', ...entry });
    terminal.json({ type: 'plan', ...summary });
    return;
  }
  terminal.table(rows);
  terminal.print(
    `${counted(seen, 'dead letter')} of ${queue}: ${replayed} would be replayed in ${takesSeconds} s, ${left} left.`,
  );
  if (firstExpiry === undefined) return;
  terminal.print(`SQS deletes the first ${timeToLoss(firstExpiry, now)}. Plan ${plan.hash.slice(0, 12)}.`);
  const hint = lossHint(firstExpiry, queue, now);
  if (hint !== undefined) terminal.note(hint);
}
