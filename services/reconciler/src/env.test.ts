import { expect, it } from 'vitest';
import { readEnvironment } from './env.ts';

const URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/q';
const SET = {
  AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-test-reconciler',
  TABLE_NAME: 'postconfirm-test',
  DEAD_LETTER_QUEUE_URLS: JSON.stringify({ confirmations: URL, email: URL, enrichment: URL }),
  CONFIRMATIONS_QUEUE_URL: URL,
  APPLY: 'no',
  SENDS_PER_SECOND: '14',
  TRIGGER_ARN: 'arn:aws:lambda:eu-central-1:111122223333:function:postconfirm-test-trigger:live',
  TRIGGER_LOG_GROUP: '/aws/lambda/postconfirm-test-trigger',
  GRACE_SECONDS: '3600',
  DOUBT_CAP_SECONDS: '14400',
  STALE_AFTER_SECONDS: '259200',
};

it('reads what infra sets', () => {
  expect(readEnvironment({ ...SET, CUSTOM_ATTRIBUTES: 'custom:plan,custom:tier' })).toMatchObject({
    graceSeconds: 3600,
    apply: 'no',
    customAttributes: ['custom:plan', 'custom:tier'],
  });
});

it.each(Object.keys(SET))('refuses to start without %s', (name) => {
  expect(() => readEnvironment({ ...SET, [name]: undefined })).toThrow(`${name} is missing`);
});

it('refuses a word that is neither no nor yes', () => {
  expect(() => readEnvironment({ ...SET, APPLY: 'true' })).toThrow('APPLY is wrong: it should be one of no, yes');
});
