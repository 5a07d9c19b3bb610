import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { ExecutionEnvironment } from './execution-environment.ts';
import { functionArn } from './function-name.ts';
import type { FunctionSettings } from './function-settings.ts';
import { failure, type InvocationResult, newTraceHeader, TooManyRequestsError } from './invocation.ts';
import type { Logs } from './logs.ts';

/**
 * Processes per function. Lambda would have up to a thousand; here further invocations wait, for more processes than
 * cores only share them: 50 sign-ups at once took 2.7 s with two on two cores, 4.7 s with four, 5.7 s with six.
 */
export const MOST_ENVIRONMENTS = Math.max(3, availableParallelism());

export interface PoolOptions {
  logs: Logs;
  mostEnvironments?: number;
  /** Another runtime client than ours, such as AWS's own: an absolute path and its arguments. */
  runtimeClient?: readonly string[];
}

/** A function: its processes, started as concurrency grows, one invocation at a time in each, used again afterwards. */
export class FunctionPool {
  #settings: FunctionSettings;
  #options: PoolOptions;
  #idle: ExecutionEnvironment[] = [];
  #all = new Set<ExecutionEnvironment>();
  #line: ((environment: ExecutionEnvironment | undefined) => void)[] = [];
  #started = 0;
  #inFlight = 0;
  #stopped = false;

  constructor(settings: FunctionSettings, options: PoolOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  get settings(): FunctionSettings {
    return this.#settings;
  }

  /** From now on processes get these variables; those that exist are ended. */
  async deployWith(environment: FunctionSettings['environment']): Promise<void> {
    this.#settings = { ...this.#settings, environment };
    await this.killEnvironments();
  }

  /** @throws TooManyRequestsError above the function's reserved concurrency. */
  async invoke(payload: string, { traceHeader = newTraceHeader(), alias = 'live' } = {}): Promise<InvocationResult> {
    if (this.#inFlight >= (this.settings.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
      throw new TooManyRequestsError(`${this.settings.functionName} has no concurrency left (Rate Exceeded).`);
    }
    this.#inFlight += 1;
    try {
      return await this.#run(payload, traceHeader, functionArn(this.settings.functionName, alias));
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Process ids of the environments that exist now. */
  pids(): number[] {
    return [...this.#all].flatMap((environment) => environment.pid ?? []);
  }

  /** Ends every process at once with SIGKILL, in whatever they are; the number of those ended. */
  async killEnvironments(): Promise<number> {
    const environments = [...this.#all];
    await Promise.all(environments.map((environment) => environment.kill()));
    return environments.length;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const next of this.#line.splice(0)) next(undefined);
    await this.killEnvironments();
  }

  async #run(payload: string, traceHeader: string, arn: string): Promise<InvocationResult> {
    const environment = await this.#acquire();
    if (!(environment instanceof ExecutionEnvironment)) return environment;
    const deadline = Date.now() + this.settings.timeoutSeconds * 1000;
    const invocation = { requestId: randomUUID(), payload, deadline, functionArn: arn, traceHeader };
    const result = await environment.invoke(invocation);
    this.#release(environment);
    return result;
  }

  async #acquire(): Promise<ExecutionEnvironment | InvocationResult> {
    if (this.#stopped) return failure('Local.Stopped', 'The stack is being stopped.');
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (idle.alive) return idle;
    if (this.#all.size < (this.#options.mostEnvironments ?? MOST_ENVIRONMENTS)) return this.#start();
    const freed = await new Promise<ExecutionEnvironment | undefined>((resolve) => this.#line.push(resolve));
    return freed?.alive ? freed : this.#acquire();
  }

  async #start(): Promise<ExecutionEnvironment | InvocationResult> {
    this.#started += 1;
    const environment = this.#newEnvironment(this.#started);
    this.#all.add(environment);
    const outcome = await environment.start();
    if (outcome === 'ready') return environment;
    this.#gone(environment);
    return outcome;
  }

  #newEnvironment(number: number): ExecutionEnvironment {
    const { settings } = this;
    const { logs, runtimeClient } = this.#options;
    const environment: ExecutionEnvironment = new ExecutionEnvironment({
      settings,
      ...(runtimeClient && { runtimeClient }),
      log: (from, text) => logs.append({ service: settings.service, environment: number, from, text }),
      gone: () => this.#gone(environment),
    });
    return environment;
  }

  #release(environment: ExecutionEnvironment): void {
    if (!environment.alive) return;
    const next = this.#line.shift();
    if (next) next(environment);
    else this.#idle.push(environment);
  }

  /** Whoever waits in line may now start an environment of its own. */
  #gone(environment: ExecutionEnvironment): void {
    this.#all.delete(environment);
    this.#idle = this.#idle.filter((other) => other !== environment);
    this.#line.shift()?.(undefined);
  }
}
