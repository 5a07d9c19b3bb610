import { SIMULATED, type WorkerName } from '../../simulation/settings.ts';
import type { Launch } from './launch.ts';
import { ITEM_BYTES, PER_MESSAGE, PLATFORM_LOG_BYTES } from './measured.ts';
import { workerPlan } from './plan.ts';

export type FunctionName = WorkerName | 'trigger';

/** What AWS bills of a launch day, in the units of its prices. */
export type Counts = {
  lambdaRequests: number;
  lambdaSeconds: number;
  sqsRequests: number;
  snsPublishes: number;
  sesEmails: number;
  tableWrites: number;
  tableReads: number;
  tableStorage: number;
  logIngestion: number;
  logStorage: number;
  traces: number;
  secretReads: number;
};

/** Memory that brings one whole vCPU. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEGABYTES_OF_ONE_CORE = 1_769;
const GIGABYTE = 1_000_000_000;
const EVENTS_PER_EMAIL = 2;
/** X-Ray's default: one a second of each function, and 5 % of the rest. https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html */
const SAMPLED = 0.05;
const SECRET_READ_EVERY_SECONDS = 300;

export function countsOf(launch: Launch): Counts {
  const { plan, functions, drainedAt, table, samples } = launch;
  const invocations = Object.values(functions).reduce((sum, { invocations: count }) => sum + count, 0);
  const seconds = (samples.at(-1)?.at ?? drainedAt) / 1000;
  const logs = logBytes(launch) / GIGABYTE;
  return {
    lambdaRequests: invocations,
    lambdaSeconds: gigabyteSeconds(launch),
    sqsRequests: sqsRequests(launch),
    snsPublishes: EVENTS_PER_EMAIL * table.done.emails,
    sesEmails: table.done.emails,
    tableWrites: writeUnits(launch),
    tableReads: requestsOf(launch, 'dynamodb.read ') + requestsOf(launch, 'dynamodb.write advance'),
    tableStorage: (table.done.emails * (ITEM_BYTES.delivery + ITEM_BYTES.record)) / GIGABYTE,
    logIngestion: logs,
    // Stored compressed, to about 15 % by CloudWatch's own account, for so many months.
    logStorage: 0.15 * logs * (plan.config.logRetentionDays / 30),
    traces: Math.min(functions.trigger.invocations, SAMPLED * functions.trigger.invocations + seconds),
    secretReads: Math.min(
      functions['enrichment-worker'].invocations,
      (workerPlan(plan.config, 'enrichment-worker').concurrency * seconds) / SECRET_READ_EVERY_SECONDS,
    ),
  };
}

export const memoryOf = ({ plan: { config } }: Launch, name: FunctionName): number =>
  name === 'trigger' ? config.trigger.memoryMegabytes : workerPlan(config, name).memoryMegabytes;

/** Milliseconds that a message works in a function, at its share of a core. */
export const workedMs = (launch: Launch, name: FunctionName): number =>
  (PER_MESSAGE[name].cpuMs * MEGABYTES_OF_ONE_CORE) / memoryOf(launch, name);

/** What a function waited for, as simulated, and what it worked, as measured. */
export function billedMs(launch: Launch, name: FunctionName): number {
  const { milliseconds, messages, invocations } = launch.functions[name];
  return milliseconds + (name === 'trigger' ? invocations : messages) * workedMs(launch, name);
}

const namesOf = ({ functions }: Launch) => Object.keys(functions) as FunctionName[];

const gigabyteSeconds = (launch: Launch): number =>
  namesOf(launch).reduce((sum, name) => sum + (billedMs(launch, name) / 1000) * (memoryOf(launch, name) / 1024), 0);

/** Requests whose name begins so. */
const requestsOf = ({ network }: Launch, beginning: string): number =>
  [...network.requests].reduce((sum, [name, count]) => sum + (name.startsWith(beginning) ? count : 0), 0);

/** The functions' own, a receive and a deletion of each batch, and what the topic delivers. */
function sqsRequests(launch: Launch): number {
  const batches = SIMULATED.reduce((sum, { name }) => sum + launch.functions[name].invocations, 0);
  return requestsOf(launch, 'sqs.') + 2 * batches + EVENTS_PER_EMAIL * launch.table.done.emails;
}

/** One for each begun kilobyte of the item as it is after the write. */
function writeUnits(launch: Launch): number {
  const ofRecord = Math.ceil(ITEM_BYTES.record / 1024);
  const records = ['open', 'store', 'recordWriteBack'].map((what) => requestsOf(launch, `dynamodb.write ${what}`));
  const onRecords = records.reduce((sum, count) => sum + count, 0);
  return requestsOf(launch, 'dynamodb.write ') + (ofRecord - 1) * onRecords;
}

const logBytes = (launch: Launch): number =>
  namesOf(launch).reduce((sum, name) => {
    const { invocations, messages } = launch.functions[name];
    const lines = (name === 'trigger' ? invocations : messages) * PER_MESSAGE[name].logBytes;
    return sum + lines + invocations * PLATFORM_LOG_BYTES;
  }, 0);
