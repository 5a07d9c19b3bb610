import { describe, expect, it } from 'vitest';
import type { Note } from './journal-notes.ts';
import { NO_PAST, pastOf, stillBorrowed } from './past.ts';
import type { Plan } from './plan.ts';
import { workOf } from './work.ts';

const entry = (messageId: string, does: 'replay' | 'leave' = 'replay') => ({
  messageId,
  prediction: { kind: 'would-send' as const },
  does,
  mark: '',
  expiresAt: 0,
});

const planOf = (...entries: Plan['entries']) => ({ entries }) as Plan;
const visible = (...ids: string[]) => new Set(ids);
const ids = (entries: readonly { messageId: string }[]) => entries.map(({ messageId }) => messageId);

describe('a first run', () => {
  it('sends what the plan replays and is still there', () => {
    const plan = planOf(entry('here'), entry('away'), entry('left', 'leave'));
    const work = workOf(plan, visible('here', 'left', 'arrived'), NO_PAST);
    expect(ids(work.send)).toEqual(['here']);
    expect(work.finish).toEqual([]);
    expect([...work.fates]).toEqual([
      ['away', { as: 'skipped', because: 'gone' }],
      ['left', { as: 'skipped', because: 'left' }],
    ]);
  });
});

describe('a resumed run', () => {
  const notes: Note[] = [
    { note: 'borrowed', handles: ['a', 'b', 'c', 'd', 'e'].map((id) => [id, `first-${id}`]) },
    { note: 'sending', ids: ['a', 'b', 'c'] },
    { note: 'failed', ids: ['c'] },
    { note: 'copied', ids: ['a', 'b'] },
    { note: 'deleted', ids: ['a'] },
    { note: 'borrowed', handles: [['e', 'second-e']] },
    { note: 'sending', ids: ['d'] },
  ];
  const past = pastOf(notes);
  const plan = planOf(...['a', 'b', 'c', 'd', 'e'].map((id) => entry(id)));

  it('deletes what has a copy, sends the rest, and counts what was done as replayed', () => {
    const work = workOf(plan, visible('b', 'c', 'd', 'e'), past);
    expect(ids(work.finish)).toEqual(['b']);
    expect(ids(work.send)).toEqual(['c', 'd', 'e']);
    expect([...work.fates]).toEqual([['a', { as: 'replayed' }]]);
  });

  it('counts as replayed what has a copy and is gone', () => {
    expect(workOf(plan, visible('c', 'd', 'e'), past).fates.get('b')).toEqual({ as: 'replayed' });
  });

  it('knows of which it is unsure: sent, perhaps, but neither acknowledged nor refused', () => {
    expect([...past.unsure]).toEqual(['d']);
  });

  it('gives back by the latest handles what was not deleted', () => {
    expect(stillBorrowed(past)).toEqual([
      { messageId: 'b', receiptHandle: 'first-b' },
      { messageId: 'c', receiptHandle: 'first-c' },
      { messageId: 'd', receiptHandle: 'first-d' },
      { messageId: 'e', receiptHandle: 'second-e' },
    ]);
  });
});
