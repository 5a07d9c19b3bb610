import { describePool } from '../pool-trigger/describe-pool.ts';
import { commandLine } from '../stage/command-line.ts';
import { liveTrigger, mayBeCalledBy } from '../stage/live-trigger.ts';
import { poolOf } from '../stage/pool-of.ts';
import { broken, type Check, ok } from './finding.ts';

export const checkTrigger: Check = {
  name: 'trigger of the pool',
  look: async (stage) => {
    const pool = await poolOf(stage);
    const [{ read }, trigger] = await Promise.all([describePool(stage, pool), liveTrigger(stage)]);
    if (read.LambdaConfig?.PostConfirmation !== trigger) {
      return broken('is not attached: nobody is welcomed', commandLine(stage, 'attach'));
    }
    if (!(await mayBeCalledBy(stage, read.Arn ?? ''))) {
      const named = `A pool that the stage did not make is named by pool.mode: 'existing' and pool.id in infra/src/config/${stage.name}.ts.`;
      return broken('is attached, but Cognito may not call it: users see an error', `Deploy the stage. ${named}`);
    }
    return ok('is attached, and Cognito may call it');
  },
};
