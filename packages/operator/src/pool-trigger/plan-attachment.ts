import type { DescribedPool } from './describe-pool.ts';
import { unknownMembers } from './unknown-members.ts';

/** What an attachment starts from. */
export type AttachmentFacts = {
  pool: DescribedPool;
  /** ARN of the stage's trigger, alias `live`. */
  trigger: string;
  /** Whether Cognito may call the trigger for this pool. */
  permitted: boolean;
  stage: string;
  /** Whether the operator said that another trigger may be replaced. */
  takeOver: boolean;
};

/** `from` and `to`: ARNs of the PostConfirmation trigger, undefined for none. */
export type TriggerChange = { from: string | undefined; to: string | undefined };

export type AttachmentPlan =
  | { kind: 'change'; change: TriggerChange }
  | { kind: 'nothing'; says: string }
  | { kind: 'refuse'; says: string };

const refuse = (says: string): AttachmentPlan => ({ kind: 'refuse', says });

/** Whether the stage's trigger may take the place of what is there: pure. */
export function planAttachment({ pool, trigger, permitted, stage, takeOver }: AttachmentFacts): AttachmentPlan {
  const from = pool.read.LambdaConfig?.PostConfirmation;
  const obstacle = whyNotUpdatable(pool);
  if (from === trigger) return { kind: 'nothing', says: `The pool calls ${trigger} already.` };
  if (obstacle !== undefined) return refuse(obstacle);
  if (!permitted) {
    return refuse(
      `Cognito may not call ${trigger} for this pool, so every sign-up would end in an error. ${deployWith(pool, stage)}`,
    );
  }
  if (from !== undefined && !isSameFunction(from, trigger) && !takeOver) {
    return refuse(`Another trigger is attached: ${from}. It would not be called any more; --take-over replaces it.`);
  }
  return { kind: 'change', change: { from, to: trigger } };
}

/** Facts of a detachment; `remembered` is what was attached before ours. */
export type DetachmentFacts = { pool: DescribedPool; trigger: string; remembered: string | undefined };

/** The way back: pure. */
export function planDetachment({ pool, trigger, remembered }: DetachmentFacts): AttachmentPlan {
  const from = pool.read.LambdaConfig?.PostConfirmation;
  if (from === undefined || !isSameFunction(from, trigger)) {
    return { kind: 'nothing', says: `The pool does not call this stage: its trigger is ${from ?? 'none'}.` };
  }
  const obstacle = whyNotUpdatable(pool);
  return obstacle === undefined ? { kind: 'change', change: { from, to: remembered } } : refuse(obstacle);
}

const deployWith = ({ read }: DescribedPool, stage: string) =>
  `Set pool.mode: 'existing' and pool.id: '${read.Id}' in infra/src/config/${stage}.ts and deploy the stage first.`;

function whyNotUpdatable({ read, said }: DescribedPool): string | undefined {
  const owner = read.UserPoolTags?.['aws:cloudformation:stack-name'];
  if (owner !== undefined) {
    return `CloudFormation's stack ${owner} owns this pool and would undo the change: set LambdaConfig.PostConfirmation there.`;
  }
  const unknown = unknownMembers(said, read);
  if (unknown.length === 0) return undefined;
  return `Cognito says of this pool what this version does not know (${unknown.join(', ')}); an update would reset it. Update postconfirm, or attach by other means.`;
}

/** A version or alias of the same function. */
export const isSameFunction = (one: string, other: string) => functionOf(one) === functionOf(other);

/** `arn:aws:lambda:<region>:<account>:function:<name>`, without version or alias. */
const functionOf = (arn: string) => arn.split(':').slice(0, 7).join(':');
