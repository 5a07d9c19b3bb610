import { createHash } from 'node:crypto';
import { idempotencyWindow } from '../baselines/idempotency-window-effect.ts';
import { naive } from '../baselines/naive-effect.ts';
import type { FaultKind } from './faults.ts';
import type { EmailEffect } from './functions.ts';
import type { Person } from './person.ts';
import type { Profile } from './profiles.ts';
import { liveThrough, type Town, type TownPlan } from './town.ts';
import { type End, judge, judgeBaseline, townViolations, type Verdict } from './verdict.ts';

/** Who sends: this system under a policy, or one of the workers that it is compared with. */
export const SYSTEMS = ['resend', 'hold', 'naive', 'idempotency-window'] as const;

export type System = (typeof SYSTEMS)[number];

const BASELINES: Partial<Record<System, EmailEffect>> = { naive, 'idempotency-window': idempotencyWindow };

const PEOPLE_PER_TOWN = 40;

export type CampaignPlan = {
  system: System;
  users: number;
  seed: number;
  profile: Profile;
  /** Called after each town with the number of users so far. */
  onTown?: (users: number) => void;
  /** Whether to end after a town with this failure. */
  isEnough?: (failure: Failure) => boolean;
};

/** What happened to users whom a kind of fault hit: a user hit by several kinds is counted with each. */
export type Row = { users: number; injected: number } & Counts;

type Counts = Record<End | 'emails' | 'explained' | 'unexplained' | 'wished', number>;

export type Failure = { town: number; violations: readonly string[] };

export type Campaign = {
  system: System;
  all: Row;
  kinds: Map<FaultKind, Row>;
  failures: Failure[];
  /** The same for the same plan. */
  digest: string;
  /** What the machine worked for it; unlike the time on the wall, whatever else it did meanwhile. */
  cpuSeconds: number;
};

const emptyRow = (): Row => ({
  ...{ users: 0, injected: 0, emails: 0, explained: 0, unexplained: 0, wished: 0 },
  ...{ accepted: 0, skipped: 0, held: 0, 'dead-lettered': 0, stale: 0, missing: 0, lost: 0 },
});

/** The plan of one town of a campaign, by its number from 0. */
export const townPlan = ({ system, seed, profile }: Omit<CampaignPlan, 'users'>, town: number): TownPlan => {
  const emailEffect = BASELINES[system];
  return {
    seed: (Math.imul(seed, 0x9e3779b1) + town) >>> 0,
    people: PEOPLE_PER_TOWN,
    policy: system === 'hold' ? 'hold' : 'resend',
    profile,
    ...(emailEffect && { emailEffect }),
  };
};

/** Lives through as many towns as the users fill, and judges everybody. */
export async function runCampaign(plan: CampaignPlan): Promise<Campaign> {
  const before = process.cpuUsage();
  const campaign: Campaign = {
    system: plan.system,
    all: emptyRow(),
    kinds: new Map(),
    failures: [],
    digest: '',
    cpuSeconds: 0,
  };
  const hash = createHash('sha256');
  for (let town = 0; town * PEOPLE_PER_TOWN < plan.users; town += 1) {
    const lived = await liveThrough(townPlan(plan, town));
    hash.update(lived.trace.digest);
    const failure = count(campaign, lived, town);
    plan.onTown?.((town + 1) * PEOPLE_PER_TOWN);
    // The world never waits for the event loop: signals and output get their turn here.
    await new Promise((resolve) => setImmediate(resolve));
    if (failure && plan.isEnough?.(failure)) break;
  }
  const { user, system } = process.cpuUsage(before);
  return { ...campaign, digest: hash.digest('hex').slice(0, 16), cpuSeconds: (user + system) / 1e6 };
}

/** What was wrong in this town, if anything. */
function count(campaign: Campaign, town: Town, number: number): Failure | undefined {
  const isBaseline = town.plan.emailEffect !== undefined;
  const verdicts = town.people.map((person: Person) => (isBaseline ? judgeBaseline : judge)(town, person));
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  if (!isBaseline) violations.push(...townViolations(town));
  const failure = violations.length > 0 ? { town: number, violations } : undefined;
  if (failure) campaign.failures.push(failure);
  const kindsOf = kindsByUser(town);
  for (const { kind } of town.injected) rowOf(campaign, kind).injected += 1;
  for (const kind of town.lasting) rowOf(campaign, kind).injected += 1;
  campaign.all.injected += town.injected.length + town.lasting.length;
  for (const verdict of verdicts) {
    add(campaign.all, verdict);
    for (const kind of kindsOf.get(verdict.sub) ?? []) add(rowOf(campaign, kind), verdict);
    for (const kind of town.lasting) add(rowOf(campaign, kind), verdict);
  }
  return failure;
}

function kindsByUser({ injected }: Town): Map<string, Set<FaultKind>> {
  const kinds = new Map<string, Set<FaultKind>>();
  for (const { kind, subs } of injected) {
    for (const sub of subs) kinds.set(sub, (kinds.get(sub) ?? new Set<FaultKind>()).add(kind));
  }
  return kinds;
}

function rowOf({ kinds }: Campaign, kind: FaultKind): Row {
  const row = kinds.get(kind) ?? emptyRow();
  kinds.set(kind, row);
  return row;
}

function add(row: Row, { end, emails, explained, unexplained, wished }: Verdict): void {
  row.users += 1;
  row.emails += emails;
  row.explained += explained;
  row.unexplained += unexplained;
  row.wished += wished;
  row[end] += 1;
}
