import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FunctionSettings } from './function-settings.ts';
import { failure, type InvocationResult } from './invocation.ts';
import { processEnvironment } from './process-environment.ts';
import { type Invocation, type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

/** Lambda gives the initialization of a function this long. */
const INIT_LIMIT_MS = 10_000;

/** How the platform's line about a function that could not be initialized begins; the error as JSON follows. */
export const INIT_FAILED = 'INIT failed: ';

/** Our own runtime client: what the environment runs when it is given no other. */
export const RUNTIME_CLIENT = fileURLToPath(new URL('./runtime-client.mjs', import.meta.url));

export interface EnvironmentOptions {
  settings: FunctionSettings;
  log(from: 'function' | 'platform', text: string): void;
  /** Called once, when the process is gone. */
  gone(): void;
  /** Another runtime client than ours: an absolute path and its arguments. */
  runtimeClient?: readonly string[];
}

/** One process that serves one invocation at a time, behind a Runtime API of its own. */
export class ExecutionEnvironment {
  #options: EnvironmentOptions;
  #api: RuntimeApi | undefined;
  #child: ChildProcess | undefined;
  #alive = true;
  #closed: Promise<unknown> = Promise.resolve();
  #initialized = Promise.withResolvers<InvocationResult | 'ready'>();
  #current: { requestId: string; finish(result: InvocationResult): void } | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  get alive(): boolean {
    return this.#alive;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the process; what went wrong as the result that the invocation then has, or `ready`. */
  async start(): Promise<InvocationResult | 'ready'> {
    this.#api = await startRuntimeApi({
      ready: () => this.#initialized.resolve('ready'),
      initFailed: (payload) => this.#initialized.resolve({ payload, functionError: 'Unhandled' }),
      finished: (requestId, result) => requestId === this.#current?.requestId && this.#current.finish(result),
    });
    if (!this.#alive) return failure('Runtime.ExitError', 'The environment was stopped before it began.');
    this.#spawn(this.#api.address);
    const timer = setTimeout(() => this.#tooLate('Init phase timed out', INIT_LIMIT_MS), INIT_LIMIT_MS);
    const outcome = await this.#initialized.promise;
    clearTimeout(timer);
    if (outcome === 'ready') return outcome;
    this.#options.log('platform', `${INIT_FAILED}${outcome.payload}`);
    await this.kill();
    return outcome;
  }

  /** Gives the process one invocation and waits for its end, at the latest until the deadline. */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    this.#current = { requestId: invocation.requestId, finish: resolve };
    const limit = invocation.deadline - Date.now();
    const timer = setTimeout(
      () => this.#tooLate('Task timed out', this.#options.settings.timeoutSeconds * 1000),
      limit,
    );
    this.#api?.offer(invocation);
    const result = await promise;
    clearTimeout(timer);
    this.#current = undefined;
    return result;
  }

  /** SIGKILL, as Lambda ends a process: nothing gets a chance to finish. */
  async kill(): Promise<void> {
    this.#alive = false;
    this.#child?.kill('SIGKILL');
    await this.#closed;
    await this.#api?.close();
  }

  #spawn(runtimeApi: string): void {
    const { settings, log, runtimeClient = [process.execPath, this.#heap(), RUNTIME_CLIENT] } = this.#options;
    const [program = process.execPath, ...args] = runtimeClient;
    const env = processEnvironment(settings, runtimeApi, `local/[1]${Math.trunc(performance.now())}`);
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe'];
    // In a process group of its own, or a terminal's Ctrl-C would reach it before its work is done.
    const child = spawn(program, args, { cwd: settings.codeFolder, env, stdio, detached: true });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream }).on('line', (line) => log('function', line));
    }
    child.once('error', (error) => this.#ended(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      this.#ended(signal ? `signal: ${SIGNALS[signal] ?? signal}` : `exit status ${code}`),
    );
    this.#closed = Promise.race([once(child, 'close'), once(child, 'error').catch(() => undefined)]);
  }

  #heap(): string {
    return `--max-old-space-size=${this.#options.settings.memoryMegabytes}`;
  }

  #tooLate(what: string, milliseconds: number): void {
    const text = `${what} after ${(milliseconds / 1000).toFixed(2)} seconds`;
    this.#options.log('platform', text);
    this.#settle(failure('Sandbox.Timedout', `RequestId: ${this.#current?.requestId ?? 'none'} Error: ${text}`));
    this.#alive = false;
    this.#child?.kill('SIGKILL');
  }

  #ended(how: string): void {
    this.#alive = false;
    const busy = this.#current !== undefined;
    const text = `RequestId: ${this.#current?.requestId ?? 'none'} Error: Runtime exited with error: ${how}`;
    if (busy) this.#options.log('platform', text);
    this.#settle(failure('Runtime.ExitError', text));
    void this.#api?.close();
    this.#options.gone();
  }

  #settle(result: InvocationResult): void {
    this.#initialized.resolve(result);
    this.#current?.finish(result);
  }
}

const SIGNALS: Record<string, string> = { SIGKILL: 'killed', SIGABRT: 'aborted', SIGSEGV: 'segmentation fault' };
