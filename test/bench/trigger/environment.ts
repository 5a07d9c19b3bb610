import { ExecutionEnvironment } from '@postconfirm/local-aws/execution-environment';
import confirmation from '../../events/31-mobile-app.json' with { type: 'json' };
import type { Built } from './build-variant.ts';
import type { CpuClock } from './kernel-time.ts';
import type { Services } from './services.ts';

/** As infra gives the trigger. */
const MEMORY_MEGABYTES = 512;
const TIMEOUT_SECONDS = 10;

/** How a variant's processes are started. */
export type Launch = {
  services: Services;
  clock: CpuClock;
  client: readonly string[];
  variables?: Record<string, string>;
  /** Told what the process prints. */
  onLine?: (line: string) => void;
};

/** One process of a variant behind a Runtime API; started means that it asked for its first invocation. */
export type Started = {
  /** Hands over one confirmation. Rejects unless the event came back and AWS was asked what the variant asks. */
  invoke: () => Promise<void>;
  /** CPU of the process so far, in milliseconds, once it rests. */
  cpuMs: () => Promise<number>;
  kill: () => Promise<void>;
};

export async function start({ variant, folder }: Built, launch: Launch): Promise<Started> {
  const environment = new ExecutionEnvironment({
    settings: {
      functionName: `bench-${variant.name}`,
      service: variant.name,
      codeFolder: folder,
      handler: 'index.handler',
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMegabytes: MEMORY_MEGABYTES,
      environment: { ...launch.services.variables, ...variant.variables, ...launch.variables },
    },
    log: (_from, text) => launch.onLine?.(text),
    gone: () => undefined,
    runtimeClient: [process.execPath, `--max-old-space-size=${MEMORY_MEGABYTES}`, ...launch.client],
  });
  const started = await environment.start();
  if (started !== 'ready') throw new Error(`${variant.name} could not be started: ${started.payload}`);
  const { pid } = environment;
  if (pid === undefined) throw new Error(`${variant.name} has no process.`);
  return {
    invoke: async () => {
      const before = variant.calls ? launch.services.answered(variant.calls) : 0;
      await invoke(environment, variant.name);
      const calls = variant.calls ? launch.services.answered(variant.calls) - before : 1;
      if (calls !== 1) throw new Error(`${variant.name} asked AWS ${calls} times in one invocation.`);
    },
    cpuMs: () => launch.clock.restedMs(pid),
    kill: () => environment.kill(),
  };
}

const PAYLOAD = JSON.stringify(confirmation);

async function invoke(environment: ExecutionEnvironment, name: string): Promise<void> {
  const { payload, functionError } = await environment.invoke({
    requestId: crypto.randomUUID(),
    payload: PAYLOAD,
    deadline: Date.now() + TIMEOUT_SECONDS * 1000,
    functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:bench',
    traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  });
  if (functionError || payload !== PAYLOAD) throw new Error(`${name} gave ${payload} for the event.`);
}
