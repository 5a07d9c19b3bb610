/**
 * What can happen to one call over the network.
 * - `refuse`: a definite no, nothing done. `throttle`: the same, for asking too fast.
 * - `hang`: nothing is done and no answer comes. `lost-reply`: it is done, and the connection breaks before the answer.
 * - `late-effect`: no answer comes in time, and it is done later. `late-copy`: it is done and answered, and then once more.
 * - `partial`: some entries of a batch are refused.
 * - `crash-before`, `crash-after`: the process ends before the call, or when it was done and before its answer.
 * - `freeze`: the process stands still for minutes before it sees the answer. `freeze-before`: before the call leaves.
 */
export const CALL_FAULTS = [
  'refuse',
  'throttle',
  'hang',
  'lost-reply',
  'late-effect',
  'late-copy',
  'partial',
  'crash-before',
  'crash-after',
  'freeze',
  'freeze-before',
] as const;

/** What can happen to a message, an event or a sign-up on its way. */
export const WAY_FAULTS = [
  'duplicate', // SQS hands a message out twice
  'delete-lost', // an acknowledged message comes back
  'event-lost',
  'event-late',
  'event-twice',
  'no-answer', // Cognito hears nothing of the trigger and asks again
] as const;

/** What can be wrong for a long time, for everybody. */
export const LASTING_FAULTS = [
  'events-down-2h',
  'events-down-6h',
  'events-slow', // every event takes 6 to 14 minutes
  'ses-paused-5d',
  'clock-skew',
  'low-traffic',
] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type WayFault = (typeof WAY_FAULTS)[number];
export type LastingFault = (typeof LASTING_FAULTS)[number];
export type FaultKind = CallFault | WayFault | LastingFault;

/** Where a call goes: service and operation. */
export type Operation =
  | 'sqs.send'
  | 'sqs.sendBatch'
  | 'sqs.delay'
  | 'sqs.deadLetter'
  | 'ses.send'
  | 'dynamodb.read'
  | 'dynamodb.write'
  | 'source.fetch'
  | 'cognito.write';

const CRASHES = ['crash-before', 'crash-after'] as const;

/** Which faults each operation can meet. An email has no late copy: one request of one attempt is one email. */
export const FAULTS_OF: Record<Operation, readonly CallFault[]> = {
  'sqs.send': ['refuse', 'throttle', 'hang', 'lost-reply', 'late-effect', 'late-copy', ...CRASHES, 'freeze'],
  'sqs.sendBatch': ['refuse', 'throttle', 'hang', 'lost-reply', 'late-effect', 'late-copy', 'partial', ...CRASHES],
  'sqs.delay': ['refuse', 'throttle', 'hang', 'lost-reply', ...CRASHES],
  'sqs.deadLetter': ['refuse', 'throttle', 'hang', 'lost-reply', 'late-copy', ...CRASHES],
  'ses.send': ['refuse', 'throttle', 'hang', 'lost-reply', 'late-effect', ...CRASHES, 'freeze', 'freeze-before'],
  'dynamodb.read': ['refuse', 'throttle', 'hang', ...CRASHES, 'freeze'],
  'dynamodb.write': [
    ...(['refuse', 'throttle', 'hang', 'lost-reply', 'late-effect', 'late-copy', ...CRASHES, 'freeze'] as const),
    'freeze-before',
  ],
  'source.fetch': ['refuse', 'throttle', 'hang', ...CRASHES, 'freeze'],
  'cognito.write': ['refuse', 'throttle', 'hang', 'lost-reply', ...CRASHES],
};

/** Decides which call, message or event meets which fault. `subs`: the users concerned; `what`: the port's function. */
export type Fate = {
  call: (operation: Operation, subs: readonly string[], what?: string) => CallFault | undefined;
  way: (fault: WayFault, sub: string) => boolean;
};
