import { type CallFault, FAULTS_OF } from '../faults.ts';
import { type Failure, LATEST_EFFECT_MS } from '../network.ts';
import type { Asked } from './course.ts';
import type { Draft } from './draft.ts';
import type { Worker } from './state.ts';

/** A fault of one call. `lasting`: it meets every further try of the client too, and the call fails. */
export type Blow = { kind: CallFault; lasting: boolean };

/** A lasting `throttle` is to the table's and the queue's clients what a lasting `refuse` is. */
const LASTING: readonly CallFault[] = ['refuse', 'hang', 'lost-reply', 'late-effect'];

/** Every fault that a call can meet. A batch of one has no part. */
export function blowsAt({ request, attempts }: Asked): Blow[] {
  const kinds = FAULTS_OF[request.operation].filter((kind) => kind !== 'partial');
  const lasting = attempts > 1 ? kinds.filter((kind) => LASTING.includes(kind)) : [];
  return [...kinds.map((kind) => ({ kind, lasting: false })), ...lasting.map((kind) => ({ kind, lasting: true }))];
}

/** Whether it can leave open what was done: a lost answer of the table is mended by the client's next try. */
export const leavesDoubt = ({ kind, lasting }: Blow, { request }: Asked): boolean =>
  lasting || kind !== 'lost-reply' || request.operation === 'ses.send';

const FAILURES: Partial<Record<CallFault, Failure>> = {
  refuse: 'refused',
  throttle: 'throttled',
  hang: 'no-answer',
  'late-effect': 'no-answer',
  'lost-reply': 'reset',
};

/** A worker's call, and what this fault makes of it: as `Network.call` does it, but in no time. */
export async function call(draft: Draft, worker: Worker, blow?: Blow): Promise<void> {
  const now = draft.scene.now;
  const failure = blow && FAILURES[blow.kind];
  if (blow && failure) return fail(draft, worker, { ...blow, failure });
  switch (blow?.kind) {
    case 'crash-before':
      return draft.end(worker);
    case 'crash-after':
      await draft.take(worker);
      return draft.end(worker);
    case 'freeze-before':
      return draft.replace(worker, { asleep: { since: now, before: 'call' } });
    case 'freeze': {
      const value = await draft.take(worker);
      return draft.replace(worker, { asleep: { since: now, before: 'answer', value } });
    }
    case 'late-copy':
      draft.takeLater(worker, latestEffect(draft, worker));
      break;
    default:
  }
  await draft.answer(worker, { at: now, value: await draft.take(worker) });
}

const latestEffect = ({ scene }: Draft, { course }: Worker) =>
  scene.now + (course.asks?.request.timeoutMs ?? 0) + LATEST_EFFECT_MS;

type Failing = Blow & { failure: Failure };

/** One failed try takes no time, for others may come before the next one in any case; a call that failed takes its limits. */
async function fail(draft: Draft, worker: Worker, { kind, lasting, failure }: Failing): Promise<void> {
  const { request, attempts } = worker.course.asks as Asked;
  const tries = lasting ? attempts - worker.attempt + 1 : 1;
  const attempt = worker.attempt + tries;
  if (kind === 'late-effect') draft.takeLater(worker, latestEffect(draft, worker));
  if (kind === 'lost-reply') for (let count = 0; count < tries; count += 1) await draft.take(worker);
  if (attempt <= attempts) draft.replace(worker, { attempt });
  else {
    const waitedMs = failure === 'no-answer' ? tries * request.timeoutMs : 0;
    await draft.answer(worker, { at: draft.scene.now + waitedMs, failure });
  }
}
