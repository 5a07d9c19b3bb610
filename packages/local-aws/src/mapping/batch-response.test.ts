import { expect, test } from 'vitest';
import { failedMessages } from './batch-response.ts';

const BATCH = new Set(['a', 'b']);
const read = (payload: string, reportsItems = true) => failedMessages({ payload }, BATCH, reportsItems);

test.each(['', 'null', '""', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
  'takes %s as success',
  (payload) => {
    expect(read(payload)).toEqual({ whole: false, ids: new Set() });
  },
);

test('keeps the items that failed', () => {
  expect(read('{"batchItemFailures":[{"itemIdentifier":"b"}]}')).toEqual({ whole: false, ids: new Set(['b']) });
});

test.each([
  'not JSON',
  '7',
  '{"batchItemFailures":"a"}',
  '{"batchItemFailures":[null]}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"id":"a"}]}',
  '{"batchItemFailures":[{"itemIdentifier":"of another batch"}]}',
])('takes %s as the failure of the whole batch', (payload) => {
  expect(read(payload)).toMatchObject({ whole: true });
});

test('takes a function error as the failure of the whole batch', () => {
  expect(failedMessages({ payload: '{}', functionError: 'Unhandled' }, BATCH, true)).toMatchObject({ whole: true });
});

test('ignores the answer of a mapping that reports no items', () => {
  expect(read('{"batchItemFailures":[{"itemIdentifier":"b"}]}', false)).toEqual({ whole: false, ids: new Set() });
});
