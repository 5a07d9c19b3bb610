import { afterEach, describe, expect, it, vi } from 'vitest';
import { currentTraceHeader, readEnvironment } from './env.ts';

const LEAST = {
  AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-test-trigger',
  AWS_REGION: 'eu-central-1',
  CONFIRMATIONS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/postconfirm-test-confirmations',
};

afterEach(() => vi.unstubAllEnvs());

describe('the settings of the trigger', () => {
  it('are few', () => {
    expect(readEnvironment(LEAST)).toEqual({
      functionName: LEAST.AWS_LAMBDA_FUNCTION_NAME,
      region: 'eu-central-1',
      confirmationsQueueUrl: LEAST.CONFIRMATIONS_QUEUE_URL,
      customAttributes: [],
      clientMetadataKeys: [],
      prewarm: 'no',
    });
  });

  it('allow attributes and clientMetadata by name', () => {
    const settings = readEnvironment({
      ...LEAST,
      CUSTOM_ATTRIBUTES: 'custom:plan, custom:team',
      CLIENT_METADATA_KEYS: 'campaign',
    });
    expect([settings.customAttributes, settings.clientMetadataKeys]).toEqual([
      ['custom:plan', 'custom:team'],
      ['campaign'],
    ]);
  });

  it('pre-warm where they say so, and only so', () => {
    expect(readEnvironment({ ...LEAST, PREWARM: 'yes' }).prewarm).toBe('yes');
    expect(() => readEnvironment({ ...LEAST, PREWARM: '1' })).toThrow('PREWARM is wrong: it should be yes or no');
  });

  it.each([undefined, '', ' '])('are refused by name without the URL of the queue: %j', (value) => {
    expect(() => readEnvironment({ ...LEAST, CONFIRMATIONS_QUEUE_URL: value })).toThrow(
      'CONFIRMATIONS_QUEUE_URL is missing',
    );
  });

  it('are refused by name with something else for a URL', () => {
    expect(() => readEnvironment({ ...LEAST, CONFIRMATIONS_QUEUE_URL: 'confirmations' })).toThrow(
      'CONFIRMATIONS_QUEUE_URL is wrong',
    );
  });
});

describe('the trace header', () => {
  it('is read anew for each invocation', () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1');
    expect(currentTraceHeader()).toBe('Root=1');
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=2');
    expect(currentTraceHeader()).toBe('Root=2');
  });
});
