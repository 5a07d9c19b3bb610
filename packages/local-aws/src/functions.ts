import { FunctionPool, type PoolOptions } from './lambda/function-pool.ts';
import type { FunctionSettings } from './lambda/function-settings.ts';
import type { InvocationResult } from './lambda/invocation.ts';

/** What stage `local` names where an external system's origin should stand. */
const ORIGIN_PLACEHOLDER = 'http://external-system.local';

export interface FunctionsOptions extends PoolOptions {
  /** Endpoint URL of each AWS service that functions call. */
  urls: Record<'sqs' | 'sns' | 'dynamodb' | 'ses' | 'cognito' | 'secretsManager' | 'logs', string>;
  externalSystem: string;
  /** Variables by service that take the place of the template's. */
  environment: Partial<Record<string, Record<string, string>>>;
}

/** The deployed functions, by service. */
export class Functions {
  /** By function name. */
  readonly pools: ReadonlyMap<string, FunctionPool>;

  constructor(settings: readonly FunctionSettings[], options: FunctionsOptions) {
    this.pools = new Map(settings.map((one) => [one.functionName, new FunctionPool(localized(one, options), options)]));
  }

  /** Settings as the processes get them. */
  list(): FunctionSettings[] {
    return [...this.pools.values()].map(({ settings }) => settings);
  }

  /** Invokes a function and waits for its answer, as a RequestResponse call does. */
  invoke(service: string, payload: unknown): Promise<InvocationResult> {
    return this.#of(service).invoke(JSON.stringify(payload));
  }

  /** Runs a function with other variables, as a faulty deployment does. The returned function brings the former ones back. */
  async deployWith(service: string, variables: Record<string, string>): Promise<() => Promise<void>> {
    const pool = this.#of(service);
    const { environment } = pool.settings;
    await pool.deployWith({ ...environment, ...variables });
    return () => pool.deployWith(environment);
  }

  /** Process ids of a function's environments. */
  pids(service: string): number[] {
    return this.#of(service).pids();
  }

  /** Ends a function's processes with SIGKILL; how many there were. */
  killEnvironments(service: string): Promise<number> {
    return this.#of(service).killEnvironments();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
  }

  #of(service: string): FunctionPool {
    const pool = [...this.pools.values()].find(({ settings }) => settings.service === service);
    if (!pool) throw new Error(`There is no function ${service}.`);
    return pool;
  }
}

/** A function's settings with the addresses of this machine. */
function localized(
  settings: FunctionSettings,
  { urls, externalSystem, environment }: FunctionsOptions,
): FunctionSettings {
  const template = Object.entries(settings.environment).map(([name, value]) => [
    name,
    value.replaceAll(ORIGIN_PLACEHOLDER, externalSystem),
  ]);
  return {
    ...settings,
    environment: {
      ...Object.fromEntries(template),
      AWS_ENDPOINT_URL_SQS: urls.sqs,
      AWS_ENDPOINT_URL_SNS: urls.sns,
      AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
      AWS_ENDPOINT_URL_SES: urls.ses,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urls.cognito,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secretsManager,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: urls.logs,
      ...environment[settings.service],
    },
  };
}
