import { type LogLine, logLines } from '../stage/log-lines.ts';
import type { Stage } from '../stage/stage.ts';

/** Users whose confirmation SQS did not take, as the trigger's log names them. */
export type EnqueueFailures = { since: number; count: number; subs: string[] };

/** Cognito calls the trigger up to three times: a user may be named more than once, and is counted once. */
export async function enqueueFailures(stage: Stage, since: number): Promise<EnqueueFailures> {
  const lines = await logLines(stage, 'trigger', { pattern: '{ $.code = "ENQUEUE_FAILED" }', since });
  const subs = [...new Set(lines.flatMap(subOf))];
  return { since, count: subs.length, subs };
}

const subOf = ({ fields }: LogLine): string[] => (typeof fields['sub'] === 'string' ? [fields['sub']] : []);
