import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { userShowCommand } from './user-show.ts';

export const userCommand = (desk: Desk): Command =>
  new Command('user').description('what is known of a user').addCommand(userShowCommand(desk));
