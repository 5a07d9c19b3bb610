import { liveTrigger, mayBeCalledBy } from '../stage/live-trigger.ts';
import type { Stage } from '../stage/stage.ts';
import { changeTrigger } from './change-trigger.ts';
import { describePool } from './describe-pool.ts';
import {
  type AttachmentPlan,
  isSameFunction,
  planAttachment,
  planDetachment,
  type TriggerChange,
} from './plan-attachment.ts';
import { rememberedTrigger, rememberTrigger } from './remembered-trigger.ts';

/** A plan, and the way to carry it out: gives the paths at which the pool differs afterwards though it should not. */
export type Attachment = { plan: AttachmentPlan; apply: (change: TriggerChange, now: number) => Promise<string[]> };

export async function attachment(stage: Stage, poolId: string, takeOver: boolean): Promise<Attachment> {
  const [pool, trigger] = await Promise.all([describePool(stage, poolId), liveTrigger(stage)]);
  const permitted = await mayBeCalledBy(stage, pool.read.Arn ?? '');
  return {
    plan: planAttachment({ pool, trigger, permitted, stage: stage.name, takeOver }),
    apply: async ({ from, to }, now) => {
      // A version of this very trigger is nothing to go back to: what was remembered before it stays.
      if (from === undefined || !isSameFunction(from, trigger)) {
        await rememberTrigger(stage, poolId, { previous: from, now });
      }
      return changeTrigger(stage, pool, to);
    },
  };
}

export async function detachment(stage: Stage, poolId: string): Promise<Attachment> {
  const [pool, trigger] = await Promise.all([describePool(stage, poolId), liveTrigger(stage)]);
  const remembered = await rememberedTrigger(stage, poolId);
  return {
    plan: planDetachment({ pool, trigger, remembered }),
    apply: ({ to }) => changeTrigger(stage, pool, to),
  };
}
