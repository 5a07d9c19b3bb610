import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { emailPreviewCommand } from './email-preview.ts';

export const emailCommand = (desk: Desk): Command =>
  new Command('email').description('the welcome email').addCommand(emailPreviewCommand(desk));
