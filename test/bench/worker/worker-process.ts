import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { ExecutionEnvironment, RUNTIME_CLIENT } from '@postconfirm/local-aws/execution-environment';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { cpuMs } from '../cpu-time.ts';
import type { Variant } from './variant.ts';

const PROBE = path.join(import.meta.dirname, 'process-probe.mjs');
/** Megabytes, as infra gives workers. */
const MEMORY = 256;
/** Seconds. */
const TIMEOUT = 30;

/** Every variant says it once for each message that is done. */
const DONE = '"code":"MESSAGE_DONE"';

/** Bytes after a garbage collection. */
export type Memory = { heapUsed: number; rss: number };

/** One execution environment of a variant, behind a Runtime API of its own. */
export type WorkerProcess = {
  /** Hands over one batch; rejects unless every message is done. */
  handle: (event: SQSEvent) => Promise<void>;
  /** Lines that say a message is done, so far. */
  done: () => number;
  /** CPU that the kernel has on account for the process, user and system, in milliseconds; in steps of its clock (10 ms). */
  cpuMs: () => number;
  memory: () => Promise<Memory>;
  /** Lets the process end by itself, so that a profile is written. */
  end: () => Promise<void>;
};

type Options = { variables: Record<string, string>; nodeArguments?: readonly string[] };

export async function startWorker(
  variant: Variant,
  { variables, nodeArguments = [] }: Options,
): Promise<WorkerProcess> {
  let done = 0;
  const said = new EventEmitter();
  const read = (line: string) => {
    if (line.includes(DONE)) done += 1;
    if (line.startsWith('{"memory"')) said.emit('memory', JSON.parse(line).memory);
  };
  const ended = Promise.withResolvers<void>();
  const environment = new ExecutionEnvironment({
    settings: {
      functionName: `bench-${variant.name}`,
      service: variant.name,
      codeFolder: variant.folder,
      handler: 'index.handler',
      timeoutSeconds: TIMEOUT,
      memoryMegabytes: MEMORY,
      environment: variables,
    },
    log: (_from, text) => text.split('\n').forEach(read),
    gone: ended.resolve,
    runtimeClient: [
      process.execPath,
      `--max-old-space-size=${MEMORY}`,
      '--expose-gc',
      ...['--import', PROBE],
      ...nodeArguments,
      RUNTIME_CLIENT,
    ],
  });
  const started = await environment.start();
  if (started !== 'ready') throw new Error(`${variant.name} could not be started: ${started.payload}`);
  return {
    handle: (event) => handle(environment, event),
    done: () => done,
    cpuMs: () => cpuMs(environment.pid as number),
    memory: async () => {
      const told = once(said, 'memory') as Promise<[Memory]>;
      process.kill(environment.pid as number, 'SIGUSR2');
      return (await told)[0];
    },
    end: async () => {
      process.kill(environment.pid as number, 'SIGTERM');
      await ended.promise;
      await environment.kill();
    },
  };
}

async function handle(environment: ExecutionEnvironment, event: SQSEvent): Promise<void> {
  const requestId = crypto.randomUUID();
  const { payload, functionError } = await environment.invoke({
    requestId,
    payload: JSON.stringify(event),
    deadline: Date.now() + TIMEOUT * 1000,
    functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:bench',
    traceHeader: `Root=1-${requestId}`,
  });
  if (functionError) throw new Error(`A batch failed: ${payload}`);
  const { batchItemFailures } = JSON.parse(payload) as SQSBatchResponse;
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages of a batch failed`);
}
