import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Stage } from '../stage/stage.ts';
import { type DescribedPool, describePool } from './describe-pool.ts';
import { differences } from './differences.ts';
import { updateWithTrigger } from './pool-settings.ts';

/**
 * Changes the trigger of a pool and nothing else, then reads the pool again. The paths of what differs all the same:
 * empty, unless Cognito or somebody else changed more.
 */
export async function changeTrigger(stage: Stage, pool: DescribedPool, to: string | undefined): Promise<string[]> {
  await stage.clients.cognito.send(new UpdateUserPoolCommand(updateWithTrigger(pool.read, to)));
  const after = await describePool(stage, pool.read.Id as string);
  const now = after.read.LambdaConfig?.PostConfirmation;
  const unchanged = now === to ? [] : ['LambdaConfig.PostConfirmation'];
  return [...unchanged, ...differences(pool.said, after.said).filter((path) => !isOlderName(pool, path))];
}

/** The update left it out on purpose (see `updateWithTrigger`); whether Cognito still tells of it is its own affair. */
const isOlderName = ({ read }: DescribedPool, path: string) =>
  path === 'AdminCreateUserConfig.UnusedAccountValidityDays' &&
  read.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined;
