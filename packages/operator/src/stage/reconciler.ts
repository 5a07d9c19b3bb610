import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { physicalName } from '@postconfirm/contract';
import { type ReconcileSettings, readReconcileSettings } from '../reconcile/reconcile-settings.ts';
import type { Stage } from './stage.ts';

/** By which rules the stage's reconciler judges: read from the deployed function, so that the command finds the same users. */
export async function reconcilerSettings({ clients, name }: Stage): Promise<ReconcileSettings> {
  const { Environment } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: physicalName(name, 'reconciler') }),
  );
  return readReconcileSettings(Environment?.Variables ?? {});
}
