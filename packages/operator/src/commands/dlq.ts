import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { dlqListCommand } from './dlq-list.ts';

export const dlqCommand = (desk: Desk): Command =>
  new Command('dlq').description('dead letters').addCommand(dlqListCommand(desk));
