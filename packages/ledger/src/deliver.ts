import type { Outcome, SkipReason } from '@postconfirm/contract';
import { type Decision, type DeliveryRules, decide } from './decide.ts';
import type { Seen } from './delivery.ts';
import { type DeliveryPorts, type DeliveryRequest, OVERTAKEN, type Step, type StepOutcome } from './delivery-step.ts';
import type { EventFlow } from './event-flow.ts';
import { sendOnce } from './send-once.ts';

/** A message whose decision is overtaken by another writer this often comes back later. */
const MAX_DECISIONS = 4;

/** Delivers one email at most once, by the decision table: decide, claim, one call, record. */
export const createDeliver =
  <Email>(ports: DeliveryPorts<Email>, rules: DeliveryRules) =>
  async (request: DeliveryRequest<Email>): Promise<Outcome> => {
    const { key, facts, receive } = request;
    // A first receive finds nothing in all but rare cases: the claim's own condition asks, which saves a read.
    let seen: Seen = facts.entry === 'live' && receive.receiveCount === 1 ? undefined : await ports.store.read(key);
    for (let tries = 0; tries < MAX_DECISIONS; tries += 1) {
      const outcome = await act({ ports, rules, request, seen });
      if (outcome !== OVERTAKEN) return outcome;
      seen = await ports.store.read(key);
    }
    return { kind: 'retry', reason: 'contended' };
  };

async function act<Email>(step: Step<Email>): Promise<StepOutcome> {
  const { ports, rules, request, seen } = step;
  const { intent, facts } = request;
  const decision = decide(
    seen,
    {
      now: ports.now(),
      entry: facts.entry,
      marks: facts.marks,
      // Stryker disable next-line ConditionalExpression: an email has no reason, so it too would be undefined.
      skip: intent.kind === 'skip' ? intent.reason : undefined,
      ageMs: ports.now() - facts.confirmedAt,
      ...(facts.evenIfStale && { evenIfStale: true }),
      flow: await flowIfDoubtful(step),
    },
    rules,
  );
  switch (decision.do) {
    case 'claim':
      // Stryker disable next-line all: `decide` claims nothing for a skip; only the compiler can't know.
      return intent.kind === 'email' ? sendOnce(step, intent.email, decision) : { kind: 'done' };
    case 'skip':
      return skip(step, decision.reason);
    case 'hold':
      return hold(step, decision.since);
    case 'wait':
      return { kind: 'retry', afterSeconds: (decision.until - ports.now()) / 1000, reason: decision.reason };
    case 'stop':
      return stop(step, decision.because);
  }
}

/** The stream's state is read only where the table asks for it. */
const flowIfDoubtful = async <Email>({ seen, ports }: Step<Email>): Promise<EventFlow> =>
  seen?.state === 'UNCERTAIN' || seen?.state === 'SENDING' ? ports.flow() : undefined;

function stop<Email>({ ports }: Step<Email>, because: (Decision & { do: 'stop' })['because']): Outcome {
  switch (because) {
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'done':
      return { kind: 'done' };
    case 'stale':
      ports.report('EMAIL_SKIPPED', { reason: 'stale' });
      return { kind: 'done' };
    case 'attempts':
      return { kind: 'dead-letter', reason: 'attempts' };
    case 'still-held':
      return { kind: 'dead-letter', reason: 'uncertain' };
  }
}

async function skip<Email>({ ports, request, seen }: Step<Email>, reason: SkipReason): Promise<StepOutcome> {
  if (!(await ports.store.skip(request.key, seen, { reason, now: ports.now() }))) return OVERTAKEN;
  ports.report('EMAIL_SKIPPED', { reason });
  return { kind: 'done' };
}

/** HELD is written before the dead letter is made: after a crash between the two, the message finds HELD and makes it. */
async function hold<Email>({ ports, request, seen }: Step<Email>, since: number): Promise<StepOutcome> {
  // Stryker disable next-line ConditionalExpression: nothing is held that has no record; only the compiler can't know.
  if (seen === undefined || !(await ports.store.hold(request.key, seen, { since }))) return OVERTAKEN;
  ports.report('EMAIL_HELD', { attempt: seen.attempt });
  return { kind: 'dead-letter', reason: 'uncertain' };
}
