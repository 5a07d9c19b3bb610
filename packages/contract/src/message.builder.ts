import { CONFIRMED } from './event-type.ts';
import { confirmedId } from './ids.ts';
import type { ConfirmedData, Message } from './message.ts';

export const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';

type Overrides = Partial<Omit<Message, 'data'>> & { data?: Partial<ConfirmedData> };

/** A small, valid message; the overrides alone matter to the test. */
export const aMessage = ({ data, ...envelope }: Overrides = {}): Message => ({
  specversion: '1.0',
  id: confirmedId(envelope.subject ?? SUB),
  source: 'cognito:eu-central-1:eu-central-1_aBcDeFgHi',
  type: CONFIRMED,
  subject: SUB,
  time: '2026-03-01T09:30:00.000Z',
  datacontenttype: 'application/json',
  replays: 0,
  ...envelope,
  data: { cause: 'sign-up', attributes: {}, clientMetadata: {}, ...data },
});
