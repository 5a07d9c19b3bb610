import { expect, test } from 'vitest';
import { mostInvocations } from './check-ses.ts';

test.each([
  ['its maximum concurrency', { ScalingConfig: { MaximumConcurrency: 4 } }, 4],
  ['ten a provisioned poller', { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 3 } }, 30],
  ['one, when Lambda says nothing', undefined, 1],
])('the pace is reckoned with %s', (_what, mapping, environments) => {
  expect(mostInvocations(mapping)).toBe(environments);
});
