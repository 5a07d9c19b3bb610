import type { ExitName } from './exit-code.ts';

/** A command that does not end as `done`. The message is a sentence that says what to do; it holds no personal data. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly exit: ExitName;

  /** `cause`: what --debug shows. */
  constructor(exit: Exclude<ExitName, 'done'>, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.exit = exit;
  }
}
