import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { audited } from '../audit/audited.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { type Attachment, attachment, detachment } from '../pool-trigger/attach.ts';
import type { AttachmentPlan, TriggerChange } from '../pool-trigger/plan-attachment.ts';
import { poolOf } from '../stage/pool-of.ts';

type Options = { takeOver?: boolean; dryRun?: boolean; confirm?: string; why?: string };

export const attachCommand = (desk: Desk): Command =>
  new Command('attach')
    .description("lets an existing pool call this stage's trigger, and changes nothing else of the pool")
    .option('--take-over', 'replace a trigger that is not this stage’s; `detach` restores it')
    .option('--dry-run', 'show the change alone')
    .option('--confirm <word>', 'what you would type: attach')
    .option('--why <text>', 'the reason; recorded')
    .addHelpText(
      'after',
      `
Cognito resets whatever an update of a pool leaves out. So every setting is read and sent back; a setting that this
version does not know stops it, and afterwards the pool is read again and compared. A pool that CloudFormation or other
tooling owns is set there instead. Before it the stage is deployed with the pool in its config (pool.mode: 'existing' and
pool.id): only then may Cognito call the trigger.

Examples:
  npm run -s postconfirm -- --stage prod attach --dry-run
  npm run -s postconfirm -- --stage prod attach`,
    )
    .action(async (options: Options) => {
      const stage = desk.stage();
      const look = async () => attachment(stage, await poolOf(stage), options.takeOver ?? false);
      await lookAndChange(desk, look, { ...options, word: 'attach' });
    });

export const detachCommand = (desk: Desk): Command =>
  new Command('detach')
    .description('gives the pool back the trigger that it had before `attach`, or none')
    .option('--dry-run', 'show the change alone')
    .option('--confirm <word>', 'what you would type: detach')
    .option('--why <text>', 'the reason; recorded')
    .addHelpText(
      'after',
      `
Users who confirm while nothing is attached get nothing; \`reconcile\` finds them later.

Example:
  npm run -s postconfirm -- --stage prod detach`,
    )
    .action(async (options: Options) => {
      const stage = desk.stage();
      await lookAndChange(desk, async () => detachment(stage, await poolOf(stage)), { ...options, word: 'detach' });
    });

type Asked = Options & { word: 'attach' | 'detach' };

async function lookAndChange(desk: Desk, look: () => Promise<Attachment>, asked: Asked): Promise<void> {
  const { terminal } = desk;
  const { plan } = await look();
  if (plan.kind === 'refuse') throw new OperatorError('refused', plan.says);
  if (plan.kind === 'nothing') return terminal.print(plan.says);
  for (const line of shown(plan.change)) terminal.print(line);
  if (asked.dryRun) return;
  await terminal.confirm('This changes what Cognito calls after every sign-up.', asked.word, asked.confirm);
  await applyChange(desk, await lookAgain(look, plan), asked);
}

type Agreed = Attachment & { plan: { kind: 'change' } };

/** A person may take minutes to agree. What others changed of the pool meanwhile must neither be undone nor overlooked. */
export async function lookAgain(look: () => Promise<Attachment>, agreed: AttachmentPlan): Promise<Agreed> {
  const now = await look();
  if (now.plan.kind === 'change' && isDeepStrictEqual(now.plan, agreed)) return now as Agreed;
  throw new OperatorError('refused', 'The trigger of the pool was changed meanwhile: nothing was done. Look again.');
}

async function applyChange(desk: Desk, { plan: { change }, apply }: Agreed, { word, why }: Asked): Promise<void> {
  const about = { command: word, why, filter: { pool: await poolOf(desk.stage()), ...change } };
  const changed = await audited(desk, about, async () => {
    const result = await apply(change, desk.now());
    return { result, counts: { differences: result.length } };
  });
  if (changed.length > 0) {
    throw new OperatorError('partial', `The trigger was changed, but the pool differs in more: ${changed.join(', ')}.`);
  }
  desk.terminal.print('Done; every other setting of the pool is as it was.');
}

const shown = ({ from, to }: TriggerChange) => [
  'LambdaConfig.PostConfirmation',
  `- ${from ?? '(none)'}`,
  `+ ${to ?? '(none)'}`,
];
