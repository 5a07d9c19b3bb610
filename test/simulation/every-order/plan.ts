import type { DeliveryRules } from '@postconfirm/ledger';
import { judgeEmail, townViolations, type Verdict } from '../verdict.ts';
import { Draft } from './draft.ts';
import { PERSON, type Scene } from './scene.ts';
import type { State } from './state.ts';

/**
 * How two workers come to be at work at once.
 * - `duplicate`: SQS hands one message out twice.
 * - `asked-twice`: Cognito called the trigger twice, and there are two messages.
 */
export const SCENES = ['duplicate', 'asked-twice'] as const;

export type Plan = { scene: (typeof SCENES)[number]; policy: DeliveryRules['policy']; faults: number };

/** Two workers have just been invoked. */
export async function firstState(scene: Scene, plan: Plan): Promise<State> {
  await scene.begin(plan.scene === 'duplicate' ? 1 : 2);
  const nothing = { workers: [], late: [], deletions: [], doubtful: false };
  const draft = new Draft(scene, { now: scene.now, things: scene.save(), ...nothing, faultsLeft: plan.faults });
  await draft.receive('email', 'email-1');
  await draft.receive('email', plan.scene === 'duplicate' ? 'email-1' : 'email-2');
  return draft.state();
}

/** A state in which nothing more can happen is judged as a town is. */
export function verdictOn(scene: Scene, state: State, { policy }: Plan): Verdict {
  scene.restore(state.things, state.now);
  const { sub } = PERSON;
  const lanes = Object.values(scene.lanes);
  const none = new Set<string>();
  const { delivery, emails } = state.things;
  const verdict = judgeEmail(
    {
      plan: { policy },
      emails,
      deliveries: new Map(delivery ? [[sub, delivery]] : []),
      deadLetters: new Map(lanes.map(({ queue, deadLetters }) => [queue.name, deadLetters.lying().map(() => sub)])),
      enqueued: new Set([sub]),
      ...{
        enqueueFailed: none,
        stale: none,
        skipped: none,
        resentByOperator: none,
        abandoned: none,
        addressGone: none,
      },
      // Which fault left the doubt is not kept: this one stands for all.
      injected: state.doubtful ? [{ kind: 'hang', operation: 'ses.send', subs: [sub] }] : [],
    },
    PERSON,
  );
  return { ...verdict, violations: [...verdict.violations, ...townViolations({ lanes, complaints: [] })] };
}
