import { describe, expect, it } from 'vitest';
import { USER_MESSAGES } from './body-kind.ts';
import { aMessage, SUB } from './sqs-event.builder.ts';

describe('what log lines say of a user’s message', () => {
  const said = { sub: SUB, pool: 'eu-central-1_aBcDeFgHi', kind: 'confirmed', cause: 'sign-up' };

  it('is whose it is and why it came, and no word of its own', () => {
    const message = aMessage(SUB, { email: 'ann@example.com', name: 'Ann' });
    expect(USER_MESSAGES.fieldsOf(message)).toStrictEqual(said);
  });

  it('is its trace too, if it was traced', () => {
    const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
    expect(USER_MESSAGES.fieldsOf({ ...aMessage(), traceparent })).toStrictEqual({ ...said, traceparent });
  });
});
