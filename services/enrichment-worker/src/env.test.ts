import { describe, expect, it } from 'vitest';
import { readEnvironment } from './env.ts';

const COMPLETE = {
  AWS_LAMBDA_FUNCTION_NAME: 'postconfirm-dev-enrichment-worker',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/enrichment',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/enrichment-dlq',
  RETENTION_SECONDS: '1209600',
  BACKOFF_BASE_SECONDS: '60',
  BACKOFF_CAP_SECONDS: '14400',
  AGED_MARGIN_SECONDS: '86400',
  TABLE_NAME: 'postconfirm-dev',
  MAX_ATTEMPTS: '8',
  SOURCE_CRM_ORIGIN: 'https://crm.example.com',
  SOURCE_CRM_SECRET_ID: 'postconfirm/crm',
  SOURCE_LOYALTY_ORIGIN: 'https://loyalty.example.com/',
};

describe('settings of the enrichment worker', () => {
  it('reads sources, networks and write-back rules', () => {
    const settings = readEnvironment({
      ...COMPLETE,
      ALLOWED_PRIVATE_ADDRESSES: '127.0.0.0/8, fd00::/8',
      WRITE_BACK: 'custom:tier=loyalty.tier',
    });
    expect(settings).toMatchObject({
      sources: {
        crm: { origin: 'https://crm.example.com', secretId: 'postconfirm/crm' },
        loyalty: { origin: 'https://loyalty.example.com' },
      },
      allowedNetworks: ['127.0.0.0/8', 'fd00::/8'],
      writeBackRules: [{ attribute: 'custom:tier', source: 'loyalty', field: 'tier' }],
    });
  });

  it('needs neither networks, secrets nor write-back', () => {
    expect(readEnvironment(COMPLETE)).toMatchObject({ allowedNetworks: [], writeBackRules: [] });
  });

  it('does without an optional source that has no origin', () => {
    const { sources } = readEnvironment({ ...COMPLETE, SOURCE_LOYALTY_ORIGIN: undefined });
    expect(Object.keys(sources)).toEqual(['crm']);
  });

  it.each([
    ['SOURCE_CRM_ORIGIN', 'https://crm.example.com/api'],
    ['SOURCE_CRM_ORIGIN', 'https://user:secret@crm.example.com'],
    ['SOURCE_LOYALTY_ORIGIN', 'ftp://loyalty.example.com'],
    ['SOURCE_CRM_ORIGIN', undefined],
    ['ALLOWED_PRIVATE_ADDRESSES', '127.0.0.1'],
    ['ALLOWED_PRIVATE_ADDRESSES', '10.0.0.0/8, 0.0.0.0/0'],
    ['WRITE_BACK', 'custom:tier=unknown.tier'],
    ['WRITE_BACK', 'nonsense'],
    ['MAX_ATTEMPTS', 'many'],
    ['TABLE_NAME', undefined],
  ])('names %s when it is %s, never its value', (name, value) => {
    const read = () => readEnvironment({ ...COMPLETE, [name]: value });
    expect(read).toThrow(new RegExp(`${name} is (wrong|missing): it should be `));
    if (value !== undefined) expect(read).not.toThrow(value);
  });
});
