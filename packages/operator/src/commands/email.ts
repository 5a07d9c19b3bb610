import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { emailPreviewCommand } from './email-preview.ts';
import { emailResolveCommand } from './email-resolve.ts';

export const emailCommand = (desk: Desk): Command =>
  new Command('email')
    .description('the welcome email')
    .addCommand(emailPreviewCommand(desk))
    .addCommand(emailResolveCommand(desk))
    .addHelpText(
      'after',
      `
Examples:
  npm run -s postconfirm -- email preview --locale de
  npm run -s postconfirm -- email resolve`,
    );
