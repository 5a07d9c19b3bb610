import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { userPoolOf } from '../stage/user-pool.ts';
import { userItems } from '../users/user-items.ts';

type Options = { reveal?: boolean };

export const userShowCommand = ({ stage, terminal }: Desk): Command =>
  new Command('show')
    .argument('<sub>', "the user's sub")
    .description('deliveries and record of a user, as JSON')
    .option('--reveal', 'show addresses, names and data of external systems')
    .action(async (sub: string, { reveal = false }: Options) => {
      const pool = userPoolOf(stage());
      const items = await userItems(stage(), { pool, sub, reveal });
      if (items.length === 0) {
        throw new OperatorError('nothing', `Nothing is known of ${sub} in pool ${pool}. Is it the user's sub?`);
      }
      terminal.print(JSON.stringify(items, null, 2));
    });
