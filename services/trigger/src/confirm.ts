import { ENQUEUE_RULES } from '@postconfirm/contract';
import { failureFields, type Log, messageFields, type TriggerCode } from '@postconfirm/runtime';
import { readCognitoEvent } from './cognito-event.ts';
import { type Allowed, confirmationOf, type Moment } from './confirmation.ts';
import type { Enqueue } from './enqueue.ts';

export type Confirm = (event: unknown) => Promise<void>;

type Ports = { allowed: Allowed; enqueue: Enqueue; moment: () => Moment; log: Log<TriggerCode> };

/** Puts the user of a post-confirmation event on the queue. Never rejects for what SQS does: it says so in the log. */
export const createConfirm =
  ({ allowed, enqueue, moment, log }: Ports): Confirm =>
  async (event) => {
    const read = readCognitoEvent(event);
    const confirmation = read && confirmationOf(read, allowed, moment());
    if (confirmation?.kind !== 'message') {
      log(confirmation?.code ?? 'EVENT_IGNORED', { triggerSource: knownSource(read?.triggerSource) });
      return;
    }
    const { message } = confirmation;
    const fields = messageFields(message);
    try {
      await enqueue(message);
      log('ENQUEUED', fields);
    } catch (error) {
      const failed = failureFields(error);
      log(ENQUEUE_RULES[failed.failure].code, { ...fields, ...failed });
    }
  };

/** Whoever invokes by hand may write anything into the source: only a word of Cognito's form is logged. */
const knownSource = (source: string | undefined) =>
  /^[A-Za-z]{1,40}_[A-Za-z]{1,40}$/.test(source ?? '') ? `${source}` : 'other';
