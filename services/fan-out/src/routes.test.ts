import { CAUSES, type Cause, type Effect } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { aConfirmation, aPasswordReset } from './message.builder.ts';
import { routeOf } from './routes.ts';

describe('routeOf', () => {
  it('gives every cause of a confirmation its queues', () => {
    expect(Object.fromEntries(CAUSES.map((cause) => [cause, routeOf(aConfirmation('a', cause))]))).toEqual({
      'sign-up': ['email', 'enrichment'],
      admin: ['email', 'enrichment'],
      federated: ['email', 'enrichment'],
      reconciled: ['email', 'enrichment'],
      'console-test': ['email'],
      probe: ['email', 'enrichment'],
    });
  });

  it('gives a message that is for some effects only those, and never one that its route lacks', () => {
    const message = (cause: Cause, effects: Effect[]) => {
      const { data, ...envelope } = aConfirmation('a', cause);
      return { ...envelope, data: { ...data, effects } };
    };
    expect(routeOf(message('reconciled', ['enrichment']))).toEqual(['enrichment']);
    expect(routeOf(message('reconciled', ['enrichment', 'email']))).toEqual(['email', 'enrichment']);
    expect(routeOf(message('reconciled', []))).toEqual([]);
    expect(routeOf(message('console-test', ['enrichment']))).toEqual([]);
  });

  it.each(CAUSES)('gives a password reset none, its cause being %s', (cause) => {
    const reset = aPasswordReset('a');
    expect(routeOf({ ...reset, data: { ...reset.data, cause } })).toEqual([]);
  });
});
