import { QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { OperatorError } from '../operator-error.ts';
import { queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { type Check, ok, warning } from './finding.ts';

/** Signatures are refused from 5 minutes on; half of that is worth a word. */
const MOST_SKEW_MS = 150_000;

/**
 * The look before all others: where AWS does not know who asks, or knows no such stage, all of them would fail in the same
 * words, and one sentence says it.
 * @throws what AWS says of the credentials; OperatorError `usage` where the stage is not.
 */
export const checkIdentity: Check = {
  name: 'credentials',
  look: async (stage) => {
    const { Account } = await stage.clients.sts.send(new GetCallerIdentityCommand({}));
    if (await isThere(stage)) return ok(`signed in to account ${Account}`);
    const where = `account ${Account}, region ${await stage.clients.sqs.config.region()}`;
    throw new OperatorError(
      'usage',
      `There is no stage ${stage.name} in ${where}: check --profile, --region and --stage, or deploy it.`,
    );
  },
};

/** By a queue, for the stack of the queues is deployed first. Whoever may not ask for it is told so by the other looks. */
const isThere = (stage: Stage): Promise<boolean> =>
  queueUrl(stage, 'confirmations').then(
    () => true,
    (error) => !(error instanceof QueueDoesNotExist),
  );

/** The clock of this machine against AWS's, by the time that an answer bears. */
export const checkClock: Check = {
  name: 'clock',
  look: async ({ clients }, now) => {
    const command = new GetCallerIdentityCommand({});
    let date = '';
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { headers: Record<string, string> };
        date = headers['date'] ?? '';
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'readDate' },
    );
    await clients.sts.send(command);
    const skewMs = Math.abs(Date.parse(date) - now);
    if (!(skewMs > MOST_SKEW_MS)) return ok('agrees with AWS');
    return warning(`differs from AWS by ${Math.round(skewMs / 1000)} s`, 'Set the clock of this machine.');
  },
};
