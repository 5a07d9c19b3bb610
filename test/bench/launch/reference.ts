import { exampleConfig } from '@postconfirm/infra/config/example.builder.ts';
import { type Counts, countsOf } from './counts.ts';
import { type Launch, livedThrough } from './launch.ts';

const MILLION = 1_000_000;
const DAY_MS = 86_400_000;
/** As many as say what one costs; they come as fast as a million in a day. */
const USERS = 1_000;

/** A day without a backlog or a refusal, of the example of stage prod with a pool that others own. */
export function referenceLaunch(): Promise<Launch> {
  const config = exampleConfig('prod');
  return livedThrough({
    users: USERS,
    curve: [{ milliseconds: (DAY_MS * USERS) / MILLION, share: 1 }],
    seed: 1,
    config: { ...config, pool: { ...config.pool, mode: 'existing' } },
    sesRate: MILLION,
    cognitoRate: MILLION,
    accountConcurrency: 1_000,
    enrichmentMs: 200,
  });
}

/** What a million users would be billed, who are like those of the launch. To two digits: what follows is chance. */
export const forAMillion = (launch: Launch): Counts => {
  const times = MILLION / launch.plan.users;
  return Object.fromEntries(
    Object.entries(countsOf(launch)).map(([name, count]) => [name, Number((count * times).toPrecision(2))]),
  ) as Counts;
};
