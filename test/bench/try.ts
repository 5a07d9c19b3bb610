import { livedThrough } from './launch/launch.ts';
import { configOf } from './launch/plan.ts';
import { peakOf } from './launch/samples.ts';

const c = configOf('local', { sendsPerSecond: 8 });
const l = await livedThrough({
  users: 360,
  curve: [{ milliseconds: 17_000, share: 1 }],
  seed: 1,
  sesRate: 1000,
  config: { ...c, pool: { ...c.pool, mode: 'existing' } },
  cognitoRate: 1e6,
  accountConcurrency: 1000,
  enrichmentMs: 20,
  sampleEveryMs: 250,
});
console.log(l.drainedAt, peakOf(l.samples, 'email', 'messages'), [...l.lines], { ...l.functions['email-worker'] });
