import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { physicalName } from '@postconfirm/contract';
import type { DeliveryRules } from '@postconfirm/ledger';
import { deliveryRules, type EmailRules, emailRules, readWelcomeSettings } from '@postconfirm/welcome';
import type { Stage } from './stage.ts';

/** By which rules the stage's email worker decides: read from the deployed function, so that a plan foresees what it will do. */
export type EmailWorkerRules = { delivery: DeliveryRules; email: EmailRules };

export async function emailWorkerRules({ clients, name }: Stage): Promise<EmailWorkerRules> {
  const { Environment } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: physicalName(name, 'email-worker') }),
  );
  const settings = readWelcomeSettings(Environment?.Variables ?? {});
  return { delivery: deliveryRules(settings), email: emailRules(settings) };
}
