import { describe, expect, it } from 'vitest';
import { filterOf } from '../commands/dead-letter-options.ts';
import { aDeadLetter, NOW, SUB } from '../replay/dead-letter.builder.ts';
import { type DeadLetterFilter, matches } from './dead-letter-filter.ts';

const HOUR = 3_600_000;
const letter = aDeadLetter({ attributes: { reason: 'attempts', worker: 'email-worker' }, sentAt: NOW - 2 * HOUR });

describe('a filter', () => {
  it.each<[string, DeadLetterFilter, boolean]>([
    ['nothing', {}, true],
    ['its reason among others', { reasons: ['poison', 'attempts'] }, true],
    ['another reason', { reasons: ['poison'] }, false],
    ['its worker', { workers: ['email-worker'] }, true],
    ['its user', { users: [SUB] }, true],
    ['another user', { users: ['somebody'] }, false],
    ['its id', { ids: ['m1'] }, true],
    ['its reason and another id', { reasons: ['attempts'], ids: ['m2'] }, false],
    ['a time before it', { since: NOW - 3 * HOUR }, true],
    ['a time after it', { since: NOW - HOUR }, false],
    ['an end before it', { until: NOW - 3 * HOUR }, false],
  ])('that names %s', (_, filter, expected) => {
    expect(matches(letter, filter)).toBe(expected);
  });

  it('finds what SQS moved by itself under the reason redriven', () => {
    expect(matches(aDeadLetter(), { reasons: ['redriven'] })).toBe(true);
  });

  it('finds no user in what cannot be read', () => {
    expect(matches(aDeadLetter({ body: 'not json' }), { users: [SUB] })).toBe(false);
  });

  it('finds the user that an event of SES is tagged with', () => {
    const tags = { pool: ['eu-central-1_Abc'], sub: [SUB], kind: ['confirmed'] };
    const body = JSON.stringify({ eventType: 'Send', mail: { tags } });
    expect(matches(aDeadLetter({ queue: 'email-events', body }), { users: [SUB] })).toBe(true);
  });
});

describe('the command line', () => {
  it('counts ages from now, and takes the narrower of an age and a time', () => {
    expect(filterOf({ olderThan: HOUR, newerThan: 3 * HOUR }, NOW)).toEqual({
      since: NOW - 3 * HOUR,
      until: NOW - HOUR,
    });
    expect(filterOf({ newerThan: 3 * HOUR, since: NOW - HOUR }, NOW)).toEqual({ since: NOW - HOUR });
    expect(filterOf({}, NOW)).toEqual({});
  });
});
