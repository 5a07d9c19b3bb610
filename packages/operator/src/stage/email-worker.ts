import type { DeliveryRules } from '@postconfirm/ledger';
import { deliveryRules, type EmailRules, emailRules, readWelcomeSettings } from '@postconfirm/welcome';
import { deployedFunction } from './deployed-function.ts';
import type { Stage } from './stage.ts';

/** By which rules the stage's email worker decides: read from the deployed function, so that a plan foresees what it will do. */
export type EmailWorkerRules = { delivery: DeliveryRules; email: EmailRules };

export async function emailWorkerRules(stage: Stage): Promise<EmailWorkerRules> {
  const { variables } = await deployedFunction(stage, 'email-worker');
  const settings = readWelcomeSettings(variables);
  return { delivery: deliveryRules(settings), email: emailRules(settings) };
}
