import type { Message } from '@postconfirm/contract';
import type { ProcessBatch } from '@postconfirm/runtime';
import { emailIntent } from '@postconfirm/welcome';
import { EMAIL_RULES, type EmailEffect, sendRepeatedly } from '../simulation/functions.ts';

/**
 * A queue's worker as most are written: send with the SDK's defaults, acknowledge what was sent, leave the rest to the
 * queue. It remembers nothing.
 */
export const naive: EmailEffect = (grounds, environment): ProcessBatch<Message> => {
  const log = grounds.logOf(environment);
  return (batch) =>
    Promise.all(
      batch.map(async ({ message }) => {
        const intent = emailIntent(message.data, EMAIL_RULES);
        if (intent.kind === 'skip') {
          log('EMAIL_SKIPPED', { sub: message.subject, reason: intent.reason });
          return { kind: 'done' } as const;
        }
        const sent = await sendRepeatedly(grounds, environment.process, { sub: message.subject, attempt: '1' });
        return sent ? ({ kind: 'done' } as const) : ({ kind: 'retry', reason: 'failed' } as const);
      }),
    );
};
