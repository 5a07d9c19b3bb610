import { expect, it } from 'vitest';
import { explore } from '../simulation/every-order/explore.ts';

/** A minute or seven of CPU each; how long that takes depends on what else the machine does. */
const AN_HOUR_MS = 3_600_000;

const PLANS = [
  { scene: 'duplicate', policy: 'hold', faults: 2 },
  { scene: 'duplicate', policy: 'resend', faults: 2 },
  { scene: 'asked-twice', policy: 'hold', faults: 1 },
  { scene: 'asked-twice', policy: 'resend', faults: 1 },
] as const;

it.each(PLANS)(
  'breaks no promise in any order: $scene, $policy, up to $faults faults',
  async (plan) => {
    const { failures, ends, faults } = await explore(plan);
    expect(failures).toEqual([]);
    expect([...ends.keys()]).toContain('accepted, 1 email');
    if (plan.faults === 2) expect([...faults.keys()]).toContain('doubt: crash-before');
  },
  AN_HOUR_MS,
);
