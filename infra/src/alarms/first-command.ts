import type { Stage } from '../config/stage.ts';

/** A command of the operator's tool. */
export const postconfirm = (stage: Stage, command: string): string =>
  `npm run -s postconfirm -- --stage ${stage} ${command}`;

/** A day: whoever is told in the morning looks for lines of the night. */
const tail = (functionName: string, pattern: string): string =>
  `aws logs tail /aws/lambda/${functionName} --since 1d --filter-pattern '${pattern}'`;

/** What a function itself said of its failures. */
export const tailErrors = (functionName: string): string => tail(functionName, '{ $.level = "error" }');

/** The lines of one code. */
export const tailCode = (functionName: string, code: string): string => tail(functionName, `{ $.code = "${code}" }`);

/** The lines about one kind of SES's events: each names its user by sub. */
export const tailEvent = (functionName: string, eventType: string): string =>
  tail(functionName, `{ $.eventType = "${eventType}" }`);

/** What Lambda measured of each call: its duration, and the start of its environment. */
export const tailReports = (functionName: string): string => tail(functionName, 'REPORT');

/** What Lambda said of a function that it ended: plain text, in which a pattern for JSON finds nothing. */
export const tailCrashes = (functionName: string): string =>
  tail(functionName, '?"Task timed out" ?"errorType" ?"Runtime."');
