import type { Demo } from './demo.ts';
import type { Endpoints } from './endpoints.ts';

/** What a person reads when everything runs. */
export function board(endpoints: Endpoints, { user, email, record, timings }: Demo): string {
  const rows: [string, string][] = [
    ['Inbox', endpoints.inbox],
    ['Codes', `on the inbox page; as JSON at ${endpoints.inbox}/codes`],
    ['User pool', `${endpoints.userPoolId}   client ${endpoints.userPoolClientId}   region ${endpoints.region}`],
    ['Cognito', endpoints.urls.cognito],
    ['SQS', endpoints.urls.sqs],
    ['DynamoDB', `${endpoints.urls.dynamodb}   table ${endpoints.tableName}`],
    ['SES', endpoints.urls.ses],
    ['Lambda', endpoints.urls.lambda],
    ['All of it', '.local/endpoints.json   logs in .local/logs'],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
  return [
    '',
    ...lines,
    '',
    `User ${user.sub} signed up and confirmed:`,
    `  ${milliseconds(timings.triggerMs)}  the trigger returned, the user is in`,
    `  ${milliseconds(timings.emailMs)}  email "${email.subject}" to ${email.to.join(', ')}`,
    `  ${milliseconds(timings.recordMs)}  record with ${sourcesOf(record)}`,
    '',
  ].join('\n');
}

const milliseconds = (duration: number) => `${duration} ms`.padStart(8);

const sourcesOf = (record: Demo['record']): string =>
  Object.keys(record)
    .flatMap((name) => /^source:(.+)$/.exec(name)?.[1] ?? [])
    .join(' and ') || 'no external data';
