import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { userForgetCommand } from './user-forget.ts';
import { userShowCommand } from './user-show.ts';

export const userCommand = (desk: Desk): Command =>
  new Command('user')
    .description('what is known of a user, and the end of it')
    .addCommand(userShowCommand(desk))
    .addCommand(userForgetCommand(desk));
