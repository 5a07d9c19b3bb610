import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { userForgetCommand } from './user-forget.ts';
import { userShowCommand } from './user-show.ts';

export const userCommand = (desk: Desk): Command =>
  new Command('user')
    .description('what is known of a user, and the end of it')
    .addCommand(userShowCommand(desk))
    .addCommand(userForgetCommand(desk))
    .addHelpText(
      'after',
      `
Examples:
  npm run -s postconfirm -- user show person@example.com
  npm run -s postconfirm -- user forget 3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11`,
    );
