// npm run -s postconfirm -- <command>: looks at a stage with the operator's own rights.
import path from 'node:path';
import { QUEUES, type QueueName } from '@postconfirm/contract';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ConnectionError, connect } from './connection.ts';
import { groupDeadLetters } from './dead-letters.ts';
import { deadLetterQueueUrl, queueStatus } from './queue-status.ts';
import { userItems } from './user-items.ts';

const ENDPOINTS_FILE = path.resolve(import.meta.dirname, '../../../.local/endpoints.json');

const program = new Command('postconfirm')
  .description('Looks at what a stage of postconfirm does.')
  .option('--stage <stage>', 'the stage: local is what `npm start` runs here', 'local')
  .option('--endpoints <file>', 'where the local stack wrote its endpoints', ENDPOINTS_FILE)
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
A deployed stage is reached as the AWS CLI reaches it: AWS_PROFILE, AWS_REGION and their like, with your own rights.

Examples:
  npm run -s postconfirm -- status
  npm run -s postconfirm -- dlq list --queue email
  npm run -s postconfirm -- --stage prod user show 3f1c0a52-… --pool eu-central-1_aBcDeFgHi`,
  );

class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

const connection = () => {
  const { stage, endpoints } = program.opts<{ stage: string; endpoints: string }>();
  return connect(stage, endpoints);
};

program
  .command('status')
  .description('messages waiting, in flight and dead-lettered, by queue')
  .option('--json', 'as JSON')
  .action(async ({ json }: { json?: true }) => {
    const { sqs, stage } = connection();
    const status = await queueStatus(sqs, stage);
    if (json) console.log(JSON.stringify(status));
    else console.table(Object.fromEntries(status.map(({ queue, ...numbers }) => [queue, numbers])));
  });

program
  .command('dlq')
  .description('dead letters')
  .command('list')
  .description('dead letters of a queue by reason and worker; nothing is moved')
  .addOption(new Option('--queue <name>', 'whose dead letters').choices(QUEUES).makeOptionMandatory())
  .option('--limit <n>', 'stop counting at about so many', positiveInteger, 1000)
  .action(async ({ queue, limit }: { queue: QueueName; limit: number }) => {
    const { sqs, stage } = connection();
    const { groups, complete } = await groupDeadLetters(sqs, await deadLetterQueueUrl(sqs, stage, queue), limit);
    if (groups.length === 0) console.log(`No dead letters of ${queue} are visible.`);
    else console.table(groups);
    if (!complete) console.log(`There may be more: count further with --limit ${limit * 10}.`);
  });

program
  .command('user')
  .description('what is known of a user')
  .command('show <sub>')
  .description('deliveries and record of a user, as JSON')
  .option('--pool <id>', 'the user pool; the local stack has one of its own')
  .option('--reveal', 'show addresses, names and data of external systems')
  .action(async (sub: string, { pool, reveal = false }: { pool?: string; reveal?: boolean }, command: Command) => {
    const stage = connection();
    const userPool = pool ?? stage.userPoolId ?? command.error('Name the user pool with --pool.');
    const items = await userItems(stage, { pool: userPool, sub, reveal });
    if (items.length === 0)
      throw new NotFoundError(`Nothing is known of ${sub} in pool ${userPool}. Is it the user's sub?`);
    console.log(JSON.stringify(items, null, 2));
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}

/** The SDK's and our own errors say in one sentence what is wrong; a stack trace would hide it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ECONNREFUSED')
    return 'The local stack does not answer: start it with `npm start`.';
  if (error.message === 'Region is missing')
    return 'No region is set: name one with AWS_REGION or a profile with AWS_PROFILE.';
  return error instanceof ConnectionError || error instanceof NotFoundError
    ? error.message
    : `${error.name}: ${error.message}`;
}

function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError('It should be a whole number from 1.');
  return Number(text);
}
