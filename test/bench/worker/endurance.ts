import { newBatch } from './batch.ts';
import { variables } from './environment.ts';
import type { Services } from './services.ts';
import type { Variant } from './variant.ts';
import { type Memory, startWorker } from './worker-process.ts';

export type Endurance = { messages: number; memory: Memory }[];

/** Memory in use after each of these numbers of messages, in one process, without injected latency. */
export async function measureEndurance(
  services: Services,
  { variant, marks, progress }: { variant: Variant; marks: readonly number[]; progress: (text: string) => void },
): Promise<Endurance> {
  services.latencyMs = 0;
  const worker = await startWorker(variant, { variables: variables(services) });
  const measured: Endurance = [];
  let messages = 0;
  for (const mark of marks) {
    for (; messages < mark; messages += 10) await worker.handle(newBatch(10));
    const memory = await worker.memory();
    measured.push({ messages, memory });
    progress(`${messages} messages: heap ${megabytes(memory.heapUsed)} MB, resident ${megabytes(memory.rss)} MB`);
  }
  await worker.end();
  return measured;
}

export const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
