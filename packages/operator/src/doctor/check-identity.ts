import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Check, ok, warning } from './finding.ts';

/** Signatures are refused from 5 minutes on; half of that is worth a word. */
const MOST_SKEW_MS = 150_000;

export const checkIdentity: Check = {
  name: 'credentials',
  look: async ({ clients }) => {
    const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
    return ok(`signed in to account ${Account}`);
  },
};

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
