import { describe, expect, it } from 'vitest';
import { readEnvironment } from './env.ts';
import { TARGETS } from './message.builder.ts';

const GOOD = {
  AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-test-fan-out',
  QUEUE_URL: 'https://sqs.example/confirmations',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.example/confirmations-dlq',
  RETENTION_SECONDS: '1209600',
  BACKOFF_BASE_SECONDS: '60',
  BACKOFF_CAP_SECONDS: '14400',
  AGED_MARGIN_SECONDS: '86400',
  TARGETS: '{"email":{"url":"https://sqs.example/email","confirmed":["sign-up","admin"]}}',
};

describe('the settings of fan-out', () => {
  it('say of every target where it is and what it gets', () => {
    expect(readEnvironment(GOOD).targets).toEqual({
      email: { url: 'https://sqs.example/email', confirmed: ['sign-up', 'admin'] },
    });
  });

  it('take the targets that the deployment writes', () => {
    expect(readEnvironment({ ...GOOD, TARGETS: JSON.stringify(TARGETS) }).targets).toEqual(TARGETS);
  });

  it.each([
    ['is no queue', '{"email":{"url":"email","confirmed":[]}}'],
    ['does not say what it gets', '{"email":{"url":"https://sqs.example/email"}}'],
    [
      'gets confirmations of a cause that there is not',
      '{"email":{"url":"https://sqs.example/e","confirmed":["sign"]}}',
    ],
    ['has a setting that there is not', '{"email":{"url":"https://sqs.example/e","confirmed":[],"resets":true}}'],
  ])('are refused by name when a target %s', (_what, targets) => {
    expect(() => readEnvironment({ ...GOOD, TARGETS: targets })).toThrow('TARGETS is wrong');
  });

  it.each(Object.keys(GOOD))('are refused by name without %s', (name) => {
    expect(() => readEnvironment({ ...GOOD, [name]: undefined })).toThrow(`${name} is missing`);
  });
});
