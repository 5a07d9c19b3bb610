import { IDENTIFIER } from '@postconfirm/contract';
import { Command } from 'commander';
import { audited } from '../audit/audited.ts';
import { LOOK_SECONDS } from '../dead-letters/look-at.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { poolOf } from '../stage/pool-of.ts';
import { counted } from '../terminal/counted.ts';
import { type Forgotten, forgetUser } from '../users/forget-user.ts';
import { isKnown } from '../users/is-known.ts';

type Options = { unknown?: true; confirm?: string; why?: string; json?: true };

export const userForgetCommand = (desk: Desk): Command =>
  new Command('forget')
    .argument('<sub>', "the user's sub; user show finds it by address")
    .description('forget a user: no personal data is kept, and nothing is done for them any more')
    .option('--confirm <sub>', 'the sub once more, instead of typing it when asked')
    .option('--unknown', 'also when neither pool nor table knows the sub: a message may still be under way')
    .option('--why <text>', 'the reason; recorded, so without personal data')
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (sub: string, { unknown, confirm, why, json }: Options) => {
      const { stage, terminal, now } = desk;
      if (!IDENTIFIER.test(sub)) throw new OperatorError('usage', 'That is no sub: find it with user show.');
      const pool = await poolOf(stage());
      if (!unknown && !(await isKnown(stage(), { pool, sub }))) throw new OperatorError('nothing', UNKNOWN);
      await terminal.confirm(`Forget ${sub} of pool ${pool} for good?`, sub, confirm);
      const forgotten = await audited(desk, { command: 'user forget', why, filter: { users: [sub] } }, async () => {
        const result = await forgetUser(stage(), { pool, sub }, now());
        return { result, counts: { deliveries: result.deliveries.length, deadLetters: result.deadLetters } };
      });
      if (json) terminal.json(forgotten);
      else for (const line of report(forgotten)) terminal.print(line);
      if (forgotten.inFlight > 0) throw new OperatorError('partial', held(forgotten.inFlight));
    });

const UNKNOWN =
  'Neither the pool nor the table knows this sub: check it and --pool. A message of theirs may still be under way: then say --unknown.';

const held = (count: number) =>
  `${counted(count, 'dead letter is', 'dead letters are')} in flight, held by a look or a replay, and ${count === 1 ? 'was' : 'were'} not looked at: forget again in ${LOOK_SECONDS / 60} minutes, or when the replay has ended.`;

const report = ({ record, deliveries, deadLetters }: Forgotten): string[] => [
  record ? 'The record holds the key and the time of this wish, and nothing else.' : 'The record was forgotten before.',
  ...deliveries.map(({ kind, was, changed }) => `Email ${kind}: ${ending(was, changed)}`),
  `Dead letters discarded: ${deadLetters}`,
  ...REMAINS,
];

function ending(was: string, changed: boolean): string {
  if (!changed) return 'forgotten before.';
  if (was === 'SENT') return 'stays SENT, and is marked.';
  return `was ${was}, and will not be sent.${was === 'SENDING' ? ' A send under way may still leave.' : ''}`;
}

const REMAINS = [
  'What remains: logs, which hold the sub alone; messages under way, which will find this and do nothing; exports, plans and',
  'journals that operators keep as files; the account in the pool, which is Cognito’s to delete.',
];

const EXAMPLES = `
Dead letters of the user are deleted, for they hold the address. It can be repeated.

Examples:
  npm run -s postconfirm -- user forget 3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11
  npm run -s postconfirm -- user forget 3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11 --confirm 3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11 --json`;
