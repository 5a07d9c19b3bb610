import { expect, test } from 'vitest';
import { matcherOf } from './filter-pattern.ts';

const LINES = [
  '{"code":"ENQUEUE_FAILED","sub":"one"}',
  '{"code":"ENQUEUED","detail":"not ENQUEUE_FAILED"}',
  'ENQUEUE_FAILED in "plain" words',
  '{"half":',
];

test.each([
  ['{ $.code = "ENQUEUE_FAILED" }', [0]],
  ['{$.code="ENQUEUED"}', [1]],
  ['{ $.sub.deeper = "one" }', []],
  ['"ENQUEUE_FAILED"', [0, 1, 2]],
  ['"ENQUEUE_FAILED" "plain"', [2]],
  ['', [0, 1, 2, 3]],
])('finds by %s', (pattern, wanted) => {
  const matches = matcherOf(pattern);
  expect(LINES.flatMap((line, index) => (matches(line) ? [index] : []))).toEqual(wanted);
});

test.each(['ENQUEUE_FAILED', '?"a" ?"b"', '{ $.code = "ENQUEUE_*" }', '{ $.count > 1 }', '[a, b]', '%regex%'])(
  'refuses %s, which it would not read as AWS does',
  (pattern) => {
    expect(() => matcherOf(pattern)).toThrow('are known here as filter patterns');
  },
);
