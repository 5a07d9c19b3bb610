import { Command } from 'commander';
import { attachCommand, detachCommand } from './commands/attach.ts';
import { auditCommand } from './commands/audit.ts';
import { dlqCommand } from './commands/dlq.ts';
import { doctorCommand } from './commands/doctor.ts';
import { emailCommand } from './commands/email.ts';
import { pauseCommand } from './commands/pause.ts';
import { reconcileCommand } from './commands/reconcile.ts';
import { resumeCommand } from './commands/resume.ts';
import { statusCommand } from './commands/status.ts';
import { userCommand } from './commands/user.ts';
import type { Desk } from './desk.ts';
import type { StageOptions } from './stage/stage.ts';

/** The whole command, as `main.ts` runs it and `docs/cli.md` shows it. */
export function createProgram(desk: Desk): Command {
  const program = new Command('postconfirm')
    .description(
      'Looks at a stage of postconfirm, explains any user, replays dead letters and repairs what was missed.',
    )
    .option('--stage <stage>', 'the stage: local is what `npm start` runs here', 'local')
    .option('--region <region>', 'region of a deployed stage, before AWS_REGION and the profile')
    .option('--profile <profile>', 'profile of the AWS CLI, before AWS_PROFILE')
    .option('--pool <id>', 'the user pool; by default the one that the stage lets call its trigger')
    .option('--endpoints <file>', 'where the local stack wrote its endpoints (default: .local/endpoints.json)')
    .option('--debug', 'show an error in whole; it may quote personal data')
    .addCommand(statusCommand(desk))
    .addCommand(pauseCommand(desk))
    .addCommand(resumeCommand(desk))
    .addCommand(dlqCommand(desk))
    .addCommand(emailCommand(desk))
    .addCommand(userCommand(desk))
    .addCommand(attachCommand(desk))
    .addCommand(detachCommand(desk))
    .addCommand(doctorCommand(desk))
    .addCommand(reconcileCommand(desk))
    .addCommand(auditCommand(desk))
    .addHelpText(
      'after',
      `
A deployed stage is reached as the AWS CLI reaches it, with your own rights.

Examples:
  npm run -s postconfirm -- status
  npm run -s postconfirm -- dlq list --queue email
  npm run -s postconfirm -- --stage prod --region eu-central-1 user show 3f1c0a52-…`,
    );
  for (const command of everyCommand(program)) command.showHelpAfterError('How it is called: --help');
  return program;
}

/** A command and all below it. */
export const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

/** What the command line says of the stage. */
export const stageOptions = (program: Command) =>
  program.opts<Omit<StageOptions, 'endpoints'> & { endpoints?: string }>();
