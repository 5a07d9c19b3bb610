import { describe, expect, it } from 'vitest';
import { FOREIGN, TRIGGER } from '../pool-trigger/described-pool.builder.ts';
import type { AttachmentPlan } from '../pool-trigger/plan-attachment.ts';
import { lookAgain } from './attach.ts';

const changing = (from: string | undefined): AttachmentPlan => ({ kind: 'change', change: { from, to: TRIGGER } });
const seeing = (plan: AttachmentPlan) => async () => ({ plan, apply: async () => [] });

describe('after a person agreed, the pool is read again, and', () => {
  it('what was agreed is done where it still holds', async () => {
    expect((await lookAgain(seeing(changing(undefined)), changing(undefined))).plan).toEqual(changing(undefined));
  });

  it.each<[string, AttachmentPlan]>([
    ['another trigger was attached meanwhile', changing(FOREIGN)],
    ['somebody attached it meanwhile', { kind: 'nothing', says: 'already' }],
    ['it may not be changed any more', { kind: 'refuse', says: 'no' }],
  ])('nothing is done where %s', async (_, now) => {
    await expect(lookAgain(seeing(now), changing(undefined))).rejects.toMatchObject({ exit: 'refused' });
  });
});
