import { existsSync, readFileSync } from 'node:fs';
import type { ConfirmedData } from '@postconfirm/contract';
import { type EmailRules, LOCALES } from '@postconfirm/welcome';
import { Command, Option } from 'commander';
import type { Desk } from '../desk.ts';
import { type Format, partsOf, writeEmail } from '../emails/email-files.ts';
import { previewEmail, sampleData } from '../emails/preview-email.ts';
import { OperatorError } from '../operator-error.ts';
import { emailWorkerRules } from '../stage/email-worker.ts';
import { httpsUrl } from './option-values.ts';

type Options = {
  locale?: string;
  name?: string;
  verified: boolean;
  sample?: string;
  format: Format;
  out?: string;
  product?: string;
  url?: string;
};

const OF_THE_SAMPLE = 'sample';

export const emailPreviewCommand = (desk: Desk): Command =>
  new Command('preview')
    .description('the welcome email as it would be sent, as HTML and text; nothing is sent')
    .addOption(new Option('--locale <locale>', 'language of the user').choices(LOCALES).conflicts(OF_THE_SAMPLE))
    .addOption(new Option('--name <name>', 'name of the user').conflicts(OF_THE_SAMPLE))
    .addOption(new Option('--verified', 'the address is verified').default(true).conflicts(OF_THE_SAMPLE))
    .addOption(new Option('--unverified', 'it is not').implies({ verified: false }).conflicts(OF_THE_SAMPLE))
    .option('--sample <file>', 'a message of the queue as JSON: for this very user')
    .addOption(new Option('--format <format>', 'what is shown').choices(['html', 'text', 'both']).default('both'))
    .option('--out <dir>', 'write welcome.<locale>.html and .txt there')
    .option('--product <name>', 'name of the product, with --url: no stage is asked then')
    .option('--url <url>', 'https link of the button, with --product', httpsUrl)
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const email = previewEmail(dataOf(options), await rulesOf(desk, options));
      if (email.skipped)
        desk.terminal.note(`Such a user gets no email (${email.skipped}); otherwise it would be this.`);
      if (options.out !== undefined) {
        for (const file of writeEmail(email, options.out, options.format)) desk.terminal.print(file);
        return;
      }
      desk.terminal.print(`Subject: ${email.subject}\n`);
      for (const { content } of partsOf(email, options.format)) desk.terminal.print(content);
    });

function dataOf({ sample, locale, name, verified }: Options): ConfirmedData {
  if (sample !== undefined) return sampleData(readSample(sample));
  const given = { cause: 'sign-up', email: 'person@example.com', emailVerified: verified, locale, name } as const;
  return { ...given, attributes: {}, clientMetadata: {} };
}

function readSample(file: string): string {
  if (!existsSync(file))
    throw new OperatorError('usage', `There is no file ${file}: --sample names a message as JSON.`);
  return readFileSync(file, 'utf8');
}

async function rulesOf({ stage }: Desk, { product, url, sample }: Options): Promise<EmailRules> {
  if ((product === undefined) !== (url === undefined)) {
    throw new OperatorError('usage', 'Give --product and --url together, or neither: then the stage says both.');
  }
  if (product !== undefined && url !== undefined) {
    return { product: { name: product, url }, unverifiedAddresses: 'send', reservedDomains: 'send' };
  }
  const { email } = await emailWorkerRules(stage());
  // Without a sample the address is made up: its domain says nothing.
  return sample === undefined ? { ...email, reservedDomains: 'send' } : email;
}

const EXAMPLES = `
Languages: ${LOCALES.join(', ')}. Name, product and link come from the stage's deployed email worker.

Examples:
  npm run -s postconfirm -- email preview --locale de --name Zoë --format text
  npm run -s postconfirm -- email preview --unverified --out preview
  npm run -s postconfirm -- email preview --sample message.json
  npm run -s postconfirm -- email preview --product Example --url https://app.example.com/`;
