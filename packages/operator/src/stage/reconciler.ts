import { type ReconcileSettings, readReconcileSettings } from '../reconcile/reconcile-settings.ts';
import { deployedFunction } from './deployed-function.ts';
import type { Stage } from './stage.ts';

/** By which rules the stage's reconciler judges: read from the deployed function, so that the command finds the same users. */
export async function reconcilerSettings(stage: Stage): Promise<ReconcileSettings> {
  return readReconcileSettings((await deployedFunction(stage, 'reconciler')).variables);
}
