import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { heldEmails } from '../emails/held-emails.ts';
import { moveDeadLetters } from '../emails/move-dead-letters.ts';
import { type Resolution, resolve, targetsOf } from '../emails/resolve.ts';
import { OperatorError } from '../operator-error.ts';
import { JOURNALS } from '../replay/journal.ts';
import { nextLines } from '../stage/command-line.ts';
import { counted } from '../terminal/counted.ts';
import { collectSub } from './dead-letter-options.ts';
import { printReport } from './print-report.ts';

type Options = {
  sent?: true;
  resend?: true;
  user?: string[];
  all?: true;
  why?: string;
  yes?: true;
  confirm?: string;
  journal: string;
  json?: true;
};

export const emailResolveCommand = (desk: Desk): Command =>
  new Command('resolve')
    .description('settles emails of unknown fate (HELD); without a decision, lists them')
    .option('--sent', 'they were sent: nothing more is to be done')
    .option('--resend', 'send them; whoever got the first gets a second')
    .option('--user <sub>', 'the email of this user; may be repeated', collectSub)
    .option('--all', 'all that are held')
    .option('--why <text>', 'the reason; recorded, and needed for --resend')
    .option('--yes', 'agree for users that are named')
    .option('--confirm <text>', 'what would be typed to agree for --all, such as "resend 12"')
    .option('--journal <folder>', 'where journals of replays are kept', JOURNALS)
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
An email that is sent again goes out by its dead letter; if that has expired, by a message made from what the pool knows.

Examples:
  npm run -s postconfirm -- email resolve
  npm run -s postconfirm -- email resolve --sent --user 3f1c0a52-… --yes
  npm run -s postconfirm -- email resolve --resend --all --why "SES confirmed by support" --confirm "resend 12"`,
    )
    .action(async (options: Options) => {
      if (options.sent || options.resend) return settle(desk, options);
      return list(desk, options);
    });

async function list({ stage, terminal, now }: Desk, { json }: Options): Promise<void> {
  const held = await heldEmails(stage(), now());
  if (json) for (const one of held) terminal.json(one);
  else if (held.length === 0) terminal.print('No email is held.');
  else {
    terminal.table(held);
    for (const line of nextLines(stage(), SETTLING)) terminal.note(line);
  }
}

/** Either word of a person; the user is one of the list. */
const SETTLING = [
  'email resolve --sent --user <sub> --yes --why <text>',
  'email resolve --resend --user <sub> --yes --why <text>',
];

async function settle(desk: Desk, options: Options): Promise<void> {
  const { stage, terminal } = desk;
  const { why, user, all } = options;
  const word = wordOf(options);
  const keys = await targetsOf(stage(), all ? undefined : user);
  if (keys.length === 0) throw new OperatorError('nothing', 'No email is held.');
  const expected = all ? `${word} ${keys.length}` : 'yes';
  const given = !all && options.yes ? 'yes' : options.confirm;
  await terminal.confirm(`${word}: ${counted(keys.length, 'email')}?`, expected, given);
  const filter = { ...(user && { users: user }), ...(all && { all }) };
  await printResolution(desk, await resolve(desk, stage(), { word, keys, filter, why }), options);
}

/** @throws OperatorError `usage` when the options say too little or too much. */
function wordOf({ sent, resend, user, all, why }: Options): 'sent' | 'resend' {
  if (sent && resend) throw new OperatorError('usage', 'Say either --sent or --resend.');
  if ((user === undefined) === (all === undefined))
    throw new OperatorError('usage', 'Say whose: --user <sub>, or --all.');
  if (resend && why === undefined) throw new OperatorError('usage', 'Say why with --why: it is recorded.');
  return sent ? 'sent' : 'resend';
}

async function printResolution(desk: Desk, { resolved, ids }: Resolution, options: Options): Promise<void> {
  const { terminal } = desk;
  const rows = resolved.map(({ by = '', says = '', ...row }) => ({ ...row, by, says }));
  if (options.json) for (const row of rows) terminal.json(row);
  else terminal.table(rows);
  if (ids.length > 0) {
    printReport(desk, await moveDeadLetters(desk, ids, options), options.json);
  }
  const refused = rows.filter(({ result }) => result === 'refused').length;
  if (refused === rows.length) throw new OperatorError('refused', 'The ledger took none of it: the sentences say why.');
  if (refused > 0)
    throw new OperatorError('partial', `${counted(refused, 'was', 'were')} refused: the sentences say why.`);
}
