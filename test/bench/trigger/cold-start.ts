import type { Built } from './build-variant.ts';
import { type Launch, start } from './environment.ts';

/** One cold start in milliseconds: CPU until the first invocation was asked for, CPU of that invocation, and both by the clock. */
export type ColdStart = { initCpu: number; invokeCpu: number; initWall: number; invokeWall: number };

export async function coldStart(built: Built, launch: Launch): Promise<ColdStart> {
  const spawned = performance.now();
  const environment = await start(built, launch);
  const ready = performance.now();
  try {
    const initCpu = await environment.cpuMs();
    const offered = performance.now();
    await environment.invoke();
    const answered = performance.now();
    const cpu = await environment.cpuMs();
    return { initCpu, invokeCpu: cpu - initCpu, initWall: ready - spawned, invokeWall: answered - offered };
  } finally {
    await environment.kill();
  }
}
