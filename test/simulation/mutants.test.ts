import { expect, it } from 'vitest';
import type * as CampaignModule from './campaign.ts';
import { runCampaign } from './campaign.ts';
import { MUTANTS } from './mutants.ts';
import { mutated } from './mutate.ts';
import { type ProfileName, profileNamed } from './profiles.ts';

const SEED = 1;

const profileOf = (name: ProfileName) => {
  const profile = profileNamed(name);
  if (!profile) throw new Error(`There is no profile ${name}.`);
  return profile;
};

it.each(MUTANTS)('a campaign tells of a system with $name', async ({ edits, system, profile, users, caught }) => {
  const mutant = await mutated<typeof CampaignModule>('campaign.ts', edits);
  const plan = { system, users, seed: SEED, profile: profileOf(profile) };
  const { failures } = await mutant.runCampaign({
    ...plan,
    isEnough: (failure) => caught.test(failure.violations.join()),
  });
  expect(failures.flatMap(({ violations }) => violations).join('\n')).toMatch(caught);
});

/** Where mutants are caught, the system as it is must be in order: among as many users as the most that one of them needs. */
const GROUNDS = [
  ...new Map(
    MUTANTS.toSorted((a, b) => a.users - b.users).map((mutant) => [`${mutant.system} ${mutant.profile}`, mutant]),
  ).values(),
];

it.each(GROUNDS)('nothing is said of the system as it is: $system, $profile', async ({ system, profile, users }) => {
  const campaign = await runCampaign({ system, users, seed: SEED, profile: profileOf(profile) });
  expect(campaign.failures).toEqual([]);
  expect(campaign.all.users).toBe(users);
});
