import { AsyncLocalStorage } from 'node:async_hooks';
import { type FailureClass, METRIC_NAMESPACE } from '@postconfirm/contract';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogCode } from './log-catalogue.ts';
import type { Line, Unit } from './log-lines/line.ts';
import { writeLine } from './standard-output.ts';

/**
 * All that a line may say beside its code. A closed list of identifiers and codes: there is no field in which an
 * address, a name, a userName or a token could travel.
 */
export type LogFields = Partial<{
  attempt: number;
  attempts: number;
  cause: string;
  /** What a counted code counts, where that is not the line itself. */
  count: number;
  detail: string;
  errorCode: string;
  errorName: string;
  eventType: string;
  failure: FailureClass;
  frames: readonly string[];
  httpStatus: number;
  kind: string;
  messageId: string;
  pool: string;
  queue: string;
  reason: string;
  receiveCount: number;
  requestId: string;
  sesMessageId: string;
  source: string;
  sub: string;
  traceparent: string;
  triggerSource: string;
  waitSeconds: number;
  worker: string;
}>;

const context = new AsyncLocalStorage<LogFields>();

/** Every line written inside `run` carries `fields` too. */
export const withLogContext = <T>(fields: LogFields, run: () => T): T =>
  context.run({ ...context.getStore(), ...fields }, run);

/** What `withLogContext` says here and now, for a log of another make. */
export const logContext = (): LogFields => context.getStore() ?? {};

/** Replaces the context for all that follows in this invocation. */
export const enterLogContext = (fields: LogFields): void => context.enterWith(fields);

/** CloudWatch's embedded metric format: one value of a metric named like the code. */
const metricOf = (code: LogCode, functionName: string, { unit, value }: { unit: Unit; value: number }) => ({
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      { Namespace: METRIC_NAMESPACE, Dimensions: [['FunctionName']], Metrics: [{ Name: code, Unit: unit }] },
    ],
  },
  FunctionName: functionName,
  [code]: value,
});

/** Takes the codes in `C`: who logs says which it needs, and a log of more lines will do. */
export type Log<C extends LogCode = LogCode> = (code: C, fields?: LogFields) => void;

type LogOptions<C extends LogCode> = {
  functionName: string;
  /** All that this log can say. */
  lines: Readonly<Record<C, Line>>;
  destination?: DestinationStream;
};

/** One JSON line per call on standard output, which Lambda carries to CloudWatch. */
export function createLog<C extends LogCode>({
  functionName,
  lines,
  destination = { write: writeLine },
}: LogOptions<C>): Log<C> {
  const logger = pinoLogger(destination);
  return (code, fields) => {
    const { level, text, counted } = lines[code];
    const unit = counted === true ? 'Count' : counted;
    const metric = unit && metricOf(code, functionName, { unit, value: fields?.count ?? 1 });
    logger[level]({ code, ...context.getStore(), ...fields, ...metric }, text);
  };
}

const pinoLogger = (destination: DestinationStream): Logger =>
  pino(
    {
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
