import { describe, expect, it } from 'vitest';
import { type CampaignPlan, runCampaign, SYSTEMS, type System } from './campaign.ts';
import { CALL_FAULTS, LASTING_FAULTS, WAY_FAULTS } from './faults.ts';
import { PROFILES } from './profiles.ts';

const [MIXED] = PROFILES;
const planOf = (change: Partial<CampaignPlan> = {}): CampaignPlan => ({
  system: 'resend',
  users: 6_000,
  seed: 1,
  profile: MIXED,
  ...change,
});

describe.each(['resend', 'hold'] as const)('policy %s, among all faults', (system) => {
  const campaign = runCampaign(planOf({ system }));

  it('breaks no promise: nobody is lost, no email comes twice without a reason', async () => {
    const { failures, all } = await campaign;
    expect(failures).toEqual([]);
    expect(all).toMatchObject({ users: 6_000, lost: 0, unexplained: 0 });
    expect(all.emails).toBeGreaterThan(5_000);
  });

  it('meets every kind of fault, and more than one for each user', async () => {
    const { kinds, all } = await campaign;
    // A five-day pause takes one town in 250.
    const rare = ['ses-paused-5d'];
    const expected = [...CALL_FAULTS, ...WAY_FAULTS, ...LASTING_FAULTS].filter((kind) => !rare.includes(kind));
    expect([...kinds.keys()].filter((kind) => !rare.includes(kind)).sort()).toEqual(expected.sort());
    expect(all.injected).toBeGreaterThan(all.users);
  });

  it('mails all who are owed an email but those whom a person must look at', async () => {
    const { all } = await campaign;
    const looked = all.held + all['dead-lettered'] + all.stale + all.missing;
    expect(all.accepted + all.skipped + looked).toBe(all.users);
    expect(looked / all.users).toBeLessThan(0.03);
  });
});

it('takes the same course for the same seed, and another for another', async () => {
  const digestOf = async (seed: number) => (await runCampaign(planOf({ seed, users: 400 }))).digest;
  const first = await digestOf(7);
  expect(await digestOf(7)).toBe(first);
  expect(await digestOf(8)).not.toBe(first);
});

it('is better than a naive worker, and than one with a window of idempotency, in the same towns', async () => {
  const secondEmails = async (system: System) => {
    const { all } = await runCampaign(planOf({ system, users: 2_000 }));
    return all.explained + all.unexplained + all.wished;
  };
  const [resend = 0, hold = 0, naive = 0, window = 0] = await Promise.all(SYSTEMS.map(secondEmails));
  expect(naive).toBeGreaterThan(200);
  expect(window).toBeGreaterThan(50);
  expect(Math.max(resend, hold)).toBeLessThan(10);
});

it.each(PROFILES.filter(({ name }) => name !== 'mixed'))('breaks no promise in profile $name', async (profile) => {
  const { failures, all } = await runCampaign(planOf({ profile, users: 400 }));
  expect(failures).toEqual([]);
  expect(all.users).toBe(400);
});
