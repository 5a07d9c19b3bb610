import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describeFailure } from '../describe-failure.ts';
import type { Stage } from '../stage/stage.ts';

/** Where nothing can be reached at all, one sentence says so instead of one a check. What else is wrong, the checks tell. */
export async function reach({ clients }: Stage): Promise<void> {
  try {
    await clients.sts.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    if (describeFailure(error).exit === 'usage') throw error;
  }
}
