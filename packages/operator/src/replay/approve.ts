import { OperatorError } from '../operator-error.ts';
import { counted } from '../terminal/counted.ts';
import type { Terminal } from '../terminal/terminal.ts';

export type Approval = {
  /** The verb of the command, and of how many: what is typed. */
  verb: string;
  count: number;
  yes?: boolean | undefined;
  confirm?: string | undefined;
  why?: string | undefined;
};

/** Above this the count is typed, and a reason asked for. */
const MANY = 100;

/** @throws OperatorError `refused` unless a person, or the option in their place, agrees. */
export async function approve(terminal: Terminal, { verb, count, yes, confirm, why }: Approval): Promise<void> {
  const question = `${verb} ${counted(count, 'dead letter')}?`;
  if (count <= MANY) return terminal.confirm(question, 'yes', yes ? 'yes' : confirm);
  if (why === undefined) {
    throw new OperatorError('refused', `For more than ${MANY}, say why with --why: it is recorded.`);
  }
  return terminal.confirm(question, `${verb} ${count}`, confirm);
}

/** SQS hides no message for more than 12 hours: what was borrowed would come back in the middle of the run. */
const LONGEST_SECONDS = 11 * 3600;

export function refuseTooLong(takesSeconds: number): void {
  if (takesSeconds <= LONGEST_SECONDS) return;
  const hours = Math.ceil(takesSeconds / 3600);
  throw new OperatorError(
    'refused',
    `This would take ${hours} hours, and SQS hides messages for 12: raise --rate, or say --max.`,
  );
}
