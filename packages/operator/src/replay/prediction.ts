/** What a plan does with each prediction unless it is told otherwise, and what it means; packages/operator/README.md explains them. */
export const PREDICTIONS = {
  'would-send': { does: 'replay', acts: true, says: 'sends the email' },
  'would-resend': { does: 'replay', acts: true, says: 'sends it once more, for events say nothing of the first' },
  'would-fetch': { does: 'replay', acts: true, says: 'asks the sources that are missing' },
  'would-write-back': { does: 'replay', acts: true, says: 'writes the chosen fields to Cognito' },
  'would-fan-out': { does: 'replay', acts: true, says: 'goes to the workers, which decide' },
  'would-process': { does: 'replay', acts: true, says: 'goes to its worker, which decides' },
  'would-record': { does: 'replay', acts: true, says: "puts SES's word into the ledger" },
  repeats: { does: 'replay', acts: false, says: 'is a duplicate of an earlier message of the plan' },
  'in-doubt': { does: 'replay', acts: false, says: 'waits on its queue until the doubt is answered' },
  'already-sent': { does: 'replay', acts: false, says: 'nothing: the email was sent' },
  'already-done': { does: 'replay', acts: false, says: 'nothing: the record is complete' },
  'would-skip': { does: 'replay', acts: false, says: 'sends nothing, for this reason' },
  'user-deleted': { does: 'replay', acts: false, says: 'nothing: the user was forgotten' },
  'no-effect': { does: 'replay', acts: false, says: 'nothing: it asks for nothing' },
  stale: { does: 'leave', acts: false, says: 'left: too old to be sent; --even-if-stale sends it' },
  held: { does: 'leave', acts: false, says: 'left: a person decides, by `email resolve`' },
  'would-hold': { does: 'leave', acts: false, says: 'left: it would be held for a person' },
  attempts: { does: 'leave', acts: false, says: 'left: it brings no fresh attempts' },
  invalid: { does: 'leave', acts: false, says: 'left: this deployment cannot read it' },
  'too-often': { does: 'leave', acts: false, says: 'left: replayed five times and still dead; --again tries it' },
} as const satisfies Record<string, { does: 'replay' | 'leave'; acts: boolean; says: string }>;

export type PredictionKind = keyof typeof PREDICTIONS;

export const PREDICTION_KINDS = Object.keys(PREDICTIONS) as [PredictionKind, ...PredictionKind[]];

/** What a copy of a dead letter would do. `detail`: a code, a time or names of sources; never personal data. */
export type Prediction = { kind: PredictionKind; detail?: string };

/** Whether a copy does something that cannot be taken back. */
export const acts = ({ kind }: Prediction): boolean => PREDICTIONS[kind].acts;

/** Whether what was planned still holds. What repeats an earlier message of the plan may find anything in its place. */
export function stillHolds(planned: Prediction, now: Prediction): boolean {
  if (planned.kind === 'repeats') return true;
  return planned.kind === now.kind && (planned.kind !== 'would-skip' || planned.detail === now.detail);
}
