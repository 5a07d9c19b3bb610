import type { System } from './campaign.ts';
import type { ProfileName } from './profiles.ts';

/** One replacement in a source file; the text must occur in it exactly once. */
export type Edit = { file: string; from: string; to: string };

/** The system without one of its rules, and where that shows. */
export type Mutant = {
  /** The rule that is missing. */
  name: string;
  edits: readonly Edit[];
  system: System & ('resend' | 'hold');
  profile: ProfileName;
  users: number;
  /** What a campaign then says. */
  caught: RegExp;
};

const DECIDE = 'packages/ledger/src/decide.ts';
const DELIVER = 'packages/ledger/src/deliver.ts';
const SEND_ONCE = 'packages/ledger/src/send-once.ts';
const STORE = 'packages/ledger/src/memory-delivery-store.ts';
const FAN_OUT = 'services/fan-out/src';
const FUNCTIONS = 'test/simulation/functions.ts';

const COPY = /emails without a reason/;
const NO_RECORD = /has no record, and nothing will make one/;

/**
 * Each rule of the protocol, taken away. A campaign that lets one live could not tell this system from a worse one. The
 * store's rules are those of the table's: one suite holds both to the same behaviour.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no settle window',
    edits: [{ file: 'test/simulation/settings.ts', from: 'windowMs: 15 * MINUTE', to: 'windowMs: 0' }],
    system: 'resend',
    profile: 'events-slow',
    users: 1_000,
    caught: COPY,
  },
  {
    name: 'no watermark',
    edits: [
      {
        file: DECIDE,
        from: 'return now >= windowEnd && flow.lastSeen >= windowEnd - gapMs;',
        to: 'return now >= since + windowMs;',
      },
    ],
    system: 'resend',
    profile: 'events-down',
    users: 1_000,
    caught: COPY,
  },
  {
    name: 'lastSeen without flowingSince',
    edits: [{ file: DECIDE, from: 'Math.max(since, flow.flowingSince) + windowMs', to: 'since + windowMs' }],
    system: 'resend',
    profile: 'backlog',
    users: 1_000,
    caught: COPY,
  },
  {
    name: 'a stream that need not reach the end of the window',
    edits: [{ file: DECIDE, from: 'flow.lastSeen >= windowEnd - gapMs', to: 'flow.lastSeen > since + gapMs' }],
    system: 'resend',
    profile: 'events-flicker',
    users: 2_000,
    caught: COPY,
  },
  {
    name: 'uncertain treated as retry',
    edits: [
      {
        file: SEND_ONCE,
        from: 'return uncertain(step, claim, result.reason);',
        to: "return putBack(step, claim, { class: 'definite', reason: result.reason });",
      },
    ],
    system: 'resend',
    profile: 'mixed',
    users: 1_000,
    caught: COPY,
  },
  {
    name: 'only Send counts',
    edits: [
      {
        file: 'services/email-events/src/email-event.ts',
        from: 'SES_EVENT_TYPES.find((one) => one === eventType)',
        to: "SES_EVENT_TYPES.find((one) => one === eventType && one === 'Send')",
      },
    ],
    system: 'resend',
    profile: 'events-lost-10',
    users: 3_000,
    caught: COPY,
  },
  {
    name: 'unlimited re-sends',
    edits: [{ file: DECIDE, from: '!seen?.resent && ', to: '' }],
    system: 'resend',
    profile: 'deaf',
    users: 1_000,
    caught: /got 3 emails/,
  },
  {
    name: 'no owner recovery',
    edits: [{ file: STORE, from: '(isAsSeen(key, seen) || isMine(key, claim)) &&', to: 'isAsSeen(key, seen) &&' }],
    system: 'hold',
    profile: 'replies-lost',
    users: 1_000,
    caught: /held though no send ended in doubt/,
  },
  {
    name: 'owner recovery without state and attempt',
    edits: [
      {
        file: STORE,
        from: "return item?.state === 'SENDING' && item.owner === owner && item.attempt === attempt;",
        to: 'return item?.owner === owner || attempt < 0;',
      },
      // What keeps the owner off a delivery that came to its end is the same rule's other half.
      { file: STORE, from: "const OVER_WHEN_SETTLED = ['owner', ", to: 'const OVER_WHEN_SETTLED = [' },
    ],
    system: 'resend',
    profile: 'late-copies',
    users: 1_000,
    caught: /SENT became SENDING/,
  },
  {
    name: 'claim from RETRY without version',
    edits: [
      {
        file: STORE,
        from: '(isAsSeen(key, seen) || isMine(key, claim)) &&',
        to: "(isAsSeen(key, seen) || isMine(key, claim) || find(key)?.state === 'RETRY') &&",
      },
    ],
    system: 'resend',
    profile: 'late-copies',
    users: 1_000,
    caught: /attempt \d+ was claimed after attempt/,
  },
  {
    name: 'SDK retries on',
    edits: [
      {
        file: FUNCTIONS,
        from: "const answer = await network.call(process, {\n      operation: 'ses.send',\n      subs,\n      timeoutMs: SES_CALL_LIMIT_MS,\n      effect,\n    });",
        to: "const answer = await network.callRepeatedly(process, { operation: 'ses.send', subs, timeoutMs: SES_CALL_LIMIT_MS, effect }, 3);",
      },
    ],
    system: 'hold',
    profile: 'mixed',
    users: 1_000,
    caught: COPY,
  },
  {
    name: 'no time guard',
    edits: [
      { file: SEND_ONCE, from: 'if (ports.now() > latest) return putBack', to: 'if (ports.now() < 0) return putBack' },
    ],
    system: 'resend',
    profile: 'frozen-after-claim',
    users: 1_000,
    caught: COPY,
  },
  {
    name: 'SENT write dropped',
    edits: [
      {
        file: SEND_ONCE,
        from: 'await ports.store.recordSent(request.key, { messageId: result.messageId, now: ports.now() });',
        to: '',
      },
    ],
    system: 'resend',
    profile: 'deaf',
    users: 1_000,
    caught: /is lost in state SENDING/,
  },
  {
    name: 'HELD acknowledged without its dead letter',
    edits: [
      {
        file: DELIVER,
        from: "ports.report('EMAIL_HELD', { attempt: seen.attempt });\n  return { kind: 'dead-letter', reason: 'uncertain' };",
        to: "ports.report('EMAIL_HELD', { attempt: seen.attempt });\n  return { kind: 'done' };",
      },
    ],
    system: 'hold',
    profile: 'deaf',
    users: 1_000,
    caught: /is lost in state HELD/,
  },
  {
    name: 'SKIPPED over doubt',
    edits: [
      {
        file: DECIDE,
        from: "case 'wait-for-events':\n      return",
        to: "case 'wait-for-events':\n      if (facts.skip !== undefined) return { do: 'skip', reason: facts.skip };\n      return",
      },
    ],
    system: 'resend',
    profile: 'address-gone',
    users: 1_000,
    caught: /(UNCERTAIN|SENDING) was skipped/,
  },
  {
    name: 'stale written',
    edits: [
      {
        file: DELIVER,
        from: 'return stop(step, decision.because);',
        to: "return decision.because === 'stale' ? skip(step, 'unverified') : stop(step, decision.because);",
      },
    ],
    system: 'resend',
    profile: 'ses-paused',
    users: 400,
    caught: /was skipped for unverified/,
  },
  {
    name: 'forget over SENT',
    edits: [{ file: STORE, from: "if (seen?.state === 'SENT') return", to: 'if (seen === null) return' }],
    system: 'resend',
    profile: 'calm',
    users: 1_000,
    caught: /SENT became SKIPPED/,
  },
  {
    name: 'confirmations not sent on to enrichment',
    edits: [
      { file: 'packages/contract/src/workers.ts', from: "confirmed: ['sign-up', 'admin'", to: "confirmed: ['admin'" },
    ],
    system: 'resend',
    profile: 'calm',
    users: 40,
    caught: NO_RECORD,
  },
  {
    name: "enrichment's refusals ignored",
    edits: [
      {
        file: `${FAN_OUT}/fan-out.ts`,
        from: 'if (!confirmed[index]) refused',
        to: "if (!confirmed[index] && target !== 'enrichment') refused",
      },
    ],
    system: 'resend',
    profile: 'mixed',
    users: 400,
    caught: NO_RECORD,
  },
  {
    name: 'enrichment acknowledged undone',
    edits: [
      {
        file: 'services/enrichment-worker/src/enrich.ts',
        from: 'if (isTooLate(ports, receive)) return NO_TIME;\n    const key',
        to: "if (receive.receiveCount > 0) return { kind: 'done' };\n    const key",
      },
    ],
    system: 'resend',
    profile: 'calm',
    users: 40,
    caught: NO_RECORD,
  },
  {
    name: 'a wish granted twice',
    edits: [
      {
        file: SEND_ONCE,
        from: 'const result = await ports.send(',
        to: "if (request.facts.entry === 'again') await ports.send(email, { ...request.key, attempt });\n  const result = await ports.send(",
      },
    ],
    system: 'hold',
    profile: 'deaf',
    users: 200,
    caught: /got 3 emails under policy hold/,
  },
  {
    name: 'ENQUEUE_FAILED unsaid when no answer came',
    edits: [
      {
        file: 'services/trigger/src/confirm.ts',
        from: 'log(ENQUEUE_RULES[',
        to: "if (failed.failure !== 'ambiguous') log(ENQUEUE_RULES[",
      },
    ],
    system: 'resend',
    profile: 'sqs-silent',
    users: 200,
    caught: /was lost in silence/,
  },
  {
    name: "SES's definite no taken for a doubt",
    edits: [
      {
        file: SEND_ONCE,
        from: 'return putBack(step, claim, result);',
        to: 'return uncertain(step, claim, result.reason);',
      },
    ],
    system: 'hold',
    profile: 'ses-paused',
    users: 40,
    caught: /held though no send ended in doubt/,
  },
  {
    name: 'a settle window shorter than promised',
    edits: [{ file: 'test/simulation/settings.ts', from: 'windowMs: 15 * MINUTE', to: 'windowMs: 10 * MINUTE' }],
    system: 'resend',
    profile: 'deaf',
    users: 40,
    caught: COPY,
  },
  {
    name: 'sends without a turn',
    edits: [
      {
        file: SEND_ONCE,
        from: "if (!(await ports.turn(latest))) return { kind: 'retry', reason: 'no-turn' };",
        to: '',
      },
    ],
    system: 'resend',
    profile: 'calm',
    users: 40,
    caught: /sent without a turn/,
  },
  {
    name: 'a trigger that does not end',
    edits: [
      {
        file: 'services/trigger/src/confirm.ts',
        from: "log('ENQUEUED', fields);",
        to: "log('ENQUEUED', fields);\n      await new Promise(() => undefined);",
      },
    ],
    system: 'resend',
    profile: 'calm',
    users: 40,
    caught: /the trigger took more than/,
  },
  {
    name: 'every replay skipped for want of an address',
    edits: [
      {
        file: DECIDE,
        from: "if (facts.skip !== undefined) return { do: 'skip', reason: facts.skip };",
        to: "if (facts.skip !== undefined || facts.entry === 'again') return { do: 'skip', reason: 'no-address' };",
      },
    ],
    system: 'hold',
    profile: 'deaf',
    users: 200,
    caught: /was skipped for no-address/,
  },
  {
    name: 'every replay called stale',
    edits: [
      {
        file: DECIDE,
        from: "entry === 'again' && ageMs > staleAfterMs &&",
        to: "entry === 'again' && ageMs > staleAfterMs - staleAfterMs &&",
      },
    ],
    system: 'hold',
    profile: 'deaf',
    users: 200,
    caught: /was stale after \d+ hours/,
  },
];
