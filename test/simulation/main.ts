// `npm run faults`: lives through towns full of faults, with this system and with two others, and prints what came of it.
import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Campaign, type CampaignPlan, runCampaign, type System, townPlan } from './campaign.ts';
import { goThroughAll } from './every-order/command.ts';
import { type Plan, SCENES } from './every-order/plan.ts';
import { PROFILES, profileNamed } from './profiles.ts';
import { asJson, comparison, faultTable } from './report.ts';
import { liveThrough } from './town.ts';
import { timeline } from './trace.ts';
import { judge } from './verdict.ts';

type Options = {
  users: number;
  seed: number;
  profile: string;
  policy: 'resend' | 'hold' | 'both';
  baselines: boolean;
  town?: number;
  trace?: boolean;
  report?: string;
  exhaustive?: boolean;
  faults: string;
  scene: Plan['scene'] | 'both';
  course?: string;
};

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('It should be a whole number.');
  return number;
};

const program = new Command('npm run faults --')
  .description('Runs the production code in a simulated AWS full of faults and judges what became of every user.')
  .option('--users <n>', 'how many users confirm', whole, 10_000)
  .option('--seed <n>', 'decides everything that happens', whole, 1)
  .addOption(
    new Option('--profile <name>', 'what goes wrong').choices(PROFILES.map(({ name }) => name)).default('mixed'),
  )
  .addOption(new Option('--policy <policy>', 'for doubtful sends').choices(['resend', 'hold', 'both']).default('both'))
  .option('--no-baselines', 'leave out the two other workers')
  .option('--town <n>', 'one town alone, as a failure names it', whole)
  .option('--trace', 'print what happened, with --town')
  .option('--report <file>', 'write the figures as JSON')
  .option('--exhaustive', 'one user, two workers: every order of the steps, every placement of faults')
  .addOption(new Option('--faults <n>', 'with --exhaustive: how many faults').choices(['0', '1', '2']).default('1'))
  .addOption(
    new Option('--scene <scene>', 'with --exhaustive: one message twice, or two messages')
      .choices([...SCENES, 'both'])
      .default('duplicate'),
  )
  .option('--course <choices>', 'with --exhaustive: one run alone, as a failure names it')
  .addHelpText(
    'after',
    `
Profiles:
${PROFILES.map(({ name, says }) => `  ${name.padEnd(16)} ${says}`).join('\n')}

Examples:
  npm run faults -- --users 100000
  npm run faults -- --profile events-lost-10 --policy resend
  npm run faults -- --seed 7 --policy resend --town 12 --trace
  npm run faults -- --exhaustive --faults 2 --policy hold

Exits with 1 when a promise was broken, with 2 when it was called wrongly.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

async function campaigns({ users, seed, policy, baselines, report, ...rest }: Options): Promise<number> {
  const profile = chosenProfile(rest.profile);
  const own: System[] = policy === 'both' ? ['resend', 'hold'] : [policy];
  const done: Campaign[] = [];
  for (const system of [...own, ...(baselines ? (['naive', 'idempotency-window'] as const) : [])]) {
    const campaign = await runCampaign({ system, users, seed, profile, onTown: progressOf(system, users) });
    done.push(campaign);
    if (own.includes(system)) console.log(`\n${system}: ${profile.says}\n\n${faultTable(campaign)}`);
    for (const failure of campaign.failures.slice(0, 5)) await tell({ system, seed, profile }, failure.town);
  }
  console.log(`\n${comparison(done)}`);
  if (report !== undefined) writeFileSync(report, `${JSON.stringify(asJson(done), undefined, 2)}\n`);
  const broken = done.flatMap(({ failures }) => failures).length;
  console.log(broken === 0 ? '\nNo promise was broken.' : `\nPromises were broken in ${broken} towns.`);
  return broken === 0 ? 0 : 1;
}

const chosenProfile = (name: string) => profileNamed(name) ?? PROFILES[0];

/** On a terminal alone: a pipe gets the tables and nothing else. */
function progressOf(system: System, users: number): (done: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done) => process.stderr.write(done < users ? `\r${system}: ${done} of ${users} users` : '\r\x1b[K');
}

async function oneTown({ seed, policy, profile, trace }: Options, town: number): Promise<number> {
  const systems: System[] = policy === 'both' ? ['resend', 'hold'] : [policy];
  let broken = 0;
  for (const system of systems) {
    broken += await tell({ system, seed, profile: chosenProfile(profile) }, town, trace ?? false);
  }
  return broken === 0 ? 0 : 1;
}

type Told = Pick<CampaignPlan, 'system' | 'seed' | 'profile'>;

/** Lives through one town again and prints what was wrong there; the number of broken promises. */
async function tell(plan: Told, number: number, always = false): Promise<number> {
  const town = await liveThrough({ ...townPlan(plan, number), keepTrace: true });
  const verdicts = town.people.map((person) => judge(town, person));
  const broken = verdicts.filter(({ violations }) => violations.length > 0);
  const shown = always && broken.length === 0 ? verdicts.slice(0, 1) : broken;
  for (const { sub, violations } of shown) {
    console.log(`\nTown ${number}, ${sub}: ${violations.join('; ') || 'nothing wrong'}`);
    console.log(timeline(town.trace.lines, sub));
  }
  for (const complaint of town.complaints) console.log(`\nTown ${number}: ${complaint}`);
  const { system, seed, profile } = plan;
  const command = `npm run faults -- --seed ${seed} --profile ${profile.name} --policy ${system} --town ${number} --trace`;
  console.log(`\nAgain: ${command}`);
  return broken.length + town.complaints.length;
}

function run(options: Options): Promise<number> {
  const { policy, faults, scene, course, town } = options;
  const policies = policy === 'both' ? (['resend', 'hold'] as const) : [policy];
  if (options.exhaustive) return goThroughAll({ faults: Number(faults), policies, scene, ...(course && { course }) });
  return town === undefined ? campaigns(options) : oneTown(options, town);
}

process.exitCode = await run(program.parse().opts<Options>());
