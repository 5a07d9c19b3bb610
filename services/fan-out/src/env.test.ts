import { describe, expect, it } from 'vitest';
import { readEnvironment } from './env.ts';

const GOOD = {
  AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-test-fan-out',
  QUEUE_URL: 'https://sqs.example/confirmations',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.example/confirmations-dlq',
  RETENTION_SECONDS: '1209600',
  BACKOFF_BASE_SECONDS: '60',
  BACKOFF_CAP_SECONDS: '14400',
  AGED_MARGIN_SECONDS: '86400',
  TARGET_QUEUE_URLS: '{"email":"https://sqs.example/email","enrichment":"https://sqs.example/enrichment"}',
};

describe('the settings of fan-out', () => {
  it('name a queue for every target', () => {
    expect(readEnvironment(GOOD).targetQueueUrls).toEqual({
      email: 'https://sqs.example/email',
      enrichment: 'https://sqs.example/enrichment',
    });
  });

  it('are refused by name when a target has no queue', () => {
    expect(() => readEnvironment({ ...GOOD, TARGET_QUEUE_URLS: '{"email":"https://sqs.example/email"}' })).toThrow(
      'TARGET_QUEUE_URLS is wrong',
    );
  });

  it.each(Object.keys(GOOD))('are refused by name without %s', (name) => {
    expect(() => readEnvironment({ ...GOOD, [name]: undefined })).toThrow(`${name} is missing`);
  });
});
