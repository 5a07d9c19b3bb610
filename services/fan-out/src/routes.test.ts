import { CAUSES, type Cause, type Effect } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { aConfirmation, aPasswordReset, TARGETS } from './message.builder.ts';
import { routeOf } from './routes.ts';

describe('routeOf', () => {
  it('gives every cause of a confirmation its queues', () => {
    expect(Object.fromEntries(CAUSES.map((cause) => [cause, routeOf(TARGETS, aConfirmation('a', cause))]))).toEqual({
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
    expect(routeOf(TARGETS, message('reconciled', ['enrichment']))).toEqual(['enrichment']);
    expect(routeOf(TARGETS, message('reconciled', ['enrichment', 'email']))).toEqual(['email', 'enrichment']);
    expect(routeOf(TARGETS, message('reconciled', []))).toEqual([]);
    expect(routeOf(TARGETS, message('console-test', ['enrichment']))).toEqual([]);
  });

  it.each(CAUSES)('gives a password reset none, its cause being %s', (cause) => {
    const reset = aPasswordReset('a');
    expect(routeOf(TARGETS, { ...reset, data: { ...reset.data, cause } })).toEqual([]);
  });

  describe('with a further worker', () => {
    const audit = { url: 'https://sqs.example/audit', confirmed: ['admin'], passwordResets: true } as const;
    const targets = { ...TARGETS, audit };

    it('gives it what its entry says, beside the others', () => {
      expect(routeOf(targets, aConfirmation('a', 'admin'))).toEqual(['email', 'enrichment', 'audit']);
      expect(routeOf(targets, aConfirmation('a', 'sign-up'))).toEqual(['email', 'enrichment']);
      expect(routeOf(targets, aPasswordReset('a'))).toEqual(['audit']);
    });

    it('gives it nothing that asks for an effect of others', () => {
      const { data, ...envelope } = aConfirmation('a', 'admin');
      expect(routeOf(targets, { ...envelope, data: { ...data, effects: ['email'] } })).toEqual(['email']);
    });
  });
});
