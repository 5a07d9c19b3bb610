import { setTimeout as pause } from 'node:timers/promises';
import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { OperatorError } from '../operator-error.ts';
import type { Stage } from '../stage/stage.ts';
import { type Worker, workersOf } from '../stage/workers.ts';

type Target = 'Enabled' | 'Disabled';

type Wait = { signal: AbortSignal; told: (state: string) => void };

/** Lambda needs seconds to a minute for a switch. */
const LOOK_AGAIN_MS = 500;

/** Lets a worker take messages, or not; false where it was so before. */
export async function switchWorker(
  stage: Stage,
  { name, mapping }: Worker,
  { to, wait }: { to: Target; wait: Wait },
): Promise<boolean> {
  // Lambda refuses a change while another is under way.
  if ((await settled(stage, mapping, wait)) === to) return false;
  await stage.clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping, Enabled: to === 'Enabled' }));
  const after = await settled(stage, mapping, wait);
  if (after !== to) throw new OperatorError('failed', `Somebody else switched ${name} meanwhile: it is ${after}.`);
  return true;
}

/** @throws OperatorError `usage` where there is no such worker: it names those that there are. */
export async function findWorker(stage: Stage, name: string): Promise<Worker> {
  const workers = await workersOf(stage);
  const found = workers.find((worker) => worker.name === name);
  if (found) return found;
  const names = workers.map((worker) => worker.name).join(', ');
  throw new OperatorError('usage', `No worker ${name} takes messages in stage ${stage.name}. There are: ${names}.`);
}

/** The state once nothing moves any more. */
async function settled({ clients }: Stage, UUID: string, { signal, told }: Wait): Promise<string> {
  for (;;) {
    const { State = 'unknown' } = await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    if (State === 'Enabled' || State === 'Disabled') return State;
    told(State);
    await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {
      throw new OperatorError('interrupted', `Lambda goes on with the switch (${State}): look with status.`);
    });
  }
}
