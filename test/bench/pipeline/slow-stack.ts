import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '@postconfirm/infra';
import { parseStageConfig } from '@postconfirm/infra/config/parse-stage-config.ts';
import { STAGE_INPUTS } from '@postconfirm/infra/config/stage.ts';
import { type Stack, startStack } from '@postconfirm/local-aws';

/** Enough for any number of processes that this machine runs. */
const POLLERS = { provisionedPollers: { minimum: 2, maximum: 2 } };
/** The most that a stage may say: it is not SES's rate that is measured. */
const SENDS_PER_SECOND = 10_000;

/** Stage `local`, but fed by so many pollers that the number of processes is the only limit. */
export async function openAssembly(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-pipeline-'));
  const { local } = STAGE_INPUTS;
  const config = parseStageConfig('local', {
    ...local,
    email: { ...local.email, sendsPerSecond: SENDS_PER_SECOND },
    workers: { 'fan-out': POLLERS, 'email-worker': POLLERS, 'enrichment-worker': POLLERS },
  });
  await synthesize({ stage: 'local', outdir: folder, config });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What each hop waits for: the calls of the workers, but not those of the trigger and of Lambda's pollers. */
const SLOW = [
  ['sqs', ['SendMessageBatch']],
  ['dynamodb', ['UpdateItem', 'GetItem']],
  ['ses', ['SendEmail']],
  ['cognito', ['AdminUpdateUserAttributes']],
  ['external-system', ['GET']],
] as const;

/** The whole local stack with so many processes per function, whose services take so long to answer. */
export async function startSlowStack(
  assembly: string,
  { environments, latencyMs }: { environments: number; latencyMs: number },
): Promise<Stack> {
  const stack = await startStack({
    assembly,
    mostEnvironments: environments,
    duplicateRate: 0,
    environment: { 'email-worker': { SEND_INTERVAL_MILLISECONDS: '0' } },
  });
  // Nobody waits for SES's events, and they would take their share of the cores.
  stack.ses.behave({ event: () => 'lose' });
  for (const [service, operations] of SLOW)
    for (const operation of operations) stack.inject(service, { replyAfterMs: latencyMs }, { operation });
  return stack;
}
