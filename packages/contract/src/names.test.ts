import { describe, expect, it } from 'vitest';
import { METRIC_NAMESPACE, physicalName } from './names.ts';
import { deadLetterQueueName } from './queue.ts';

// CloudFormation replaces what is named anew, a table with its data; dashboards of others go by these names too.
describe('names of a stage’s resources stay', () => {
  it('of a queue and its dead-letter queue', () => {
    expect(physicalName('production', 'email')).toBe('postconfirm-production-email');
    expect(physicalName('production', deadLetterQueueName('email'))).toBe('postconfirm-production-email-dlq');
  });

  it('of the table', () => {
    expect(physicalName('production')).toBe('postconfirm-production');
  });

  it('of the metrics', () => {
    expect(METRIC_NAMESPACE).toBe('postconfirm');
  });
});
