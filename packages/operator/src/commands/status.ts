import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { nextSteps, sentenceOf } from '../status/next-steps.ts';
import { attentionRow, queueRow } from '../status/rows.ts';
import { stageStatus } from '../status/stage-status.ts';
import { minuteOf } from '../status/time-words.ts';
import { timeSpanOption } from './option-values.ts';

type Options = { json?: true; since: number };

export const statusCommand = ({ stage, terminal, now }: Desk): Command =>
  new Command('status')
    .description('queues, dead letters, what needs a person, and what to run next')
    .addOption(
      timeSpanOption('--since <time span>', 'how far back the trigger’s failures are counted: 90m, 24h, 7d', '24h'),
    )
    .option('--json', 'as one JSON object; with the subs of the users who were not enqueued')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json, since }: Options) => {
      const at = now();
      const status = await stageStatus(stage(), { now: at, since: at - since });
      const next = nextSteps(status, at).map((step) => sentenceOf(stage(), step));
      if (json) return terminal.json({ ...status, next });
      const { queues, workers, attention, enqueueFailed } = status;
      terminal.table(queues.map((queue) => queueRow(queue, workers)));
      terminal.print('');
      terminal.table(attention.length > 0 ? attention.map((one) => attentionRow(one, at)) : [NOBODY]);
      terminal.print('');
      terminal.print(`Users not enqueued since ${minuteOf(enqueueFailed.since)}: ${enqueueFailed.count}`);
      if (status.trigger === 'unknown') terminal.print('Whether the pool calls the trigger: say --pool to see it.');
      for (const sentence of next.length > 0 ? next : ['Nothing here waits for a person.']) terminal.print(sentence);
    });

const NOBODY = { deliveries: 'in doubt or held', count: 0, oldest: '-' };

const EXAMPLES = `
The oldest age is CloudWatch's, some minutes late: it leaves out messages received three times or more, and counts a
dead letter's age from its move. So the first message expires then at the latest.

Examples:
  npm run -s postconfirm -- status
  npm run -s postconfirm -- status --since 7d --json`;
