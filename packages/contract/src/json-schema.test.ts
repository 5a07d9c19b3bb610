import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractPage } from './contract-page.ts';
import { messageJsonSchema } from './json-schema.ts';
import { DEAD_LETTER_REASONS, SKIP_REASONS } from './outcome.ts';
import { deadLetterQueueName, QUEUES } from './queue.ts';

describe('what is generated', () => {
  it('is the committed JSON Schema', () => {
    const committed = path.join(import.meta.dirname, '../schema/message.v1.json');
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(messageJsonSchema());
  });

  it('is the committed contract page', () => {
    const committed = path.join(import.meta.dirname, '../../../docs/contract.md');
    expect(contractPage()).toBe(readFileSync(committed, 'utf8'));
  });

  it('names every queue, dead-letter queue, reason and field on the contract page', () => {
    const page = contractPage();
    const fields = Object.keys(messageJsonSchema().properties ?? {});
    const words = [...QUEUES, ...QUEUES.map(deadLetterQueueName), ...DEAD_LETTER_REASONS, ...SKIP_REASONS, ...fields];
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});
