import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { checkIdentity } from '../doctor/check-identity.ts';
import { CHECKS } from '../doctor/checks.ts';
import { broken, type Finding, lookSafely, ok } from '../doctor/finding.ts';
import { sendProbe } from '../doctor/probe.ts';
import { OperatorError } from '../operator-error.ts';
import { commandLine } from '../stage/command-line.ts';
import { poolOf } from '../stage/pool-of.ts';
import { positiveInteger } from './option-values.ts';

type Options = { json?: boolean; probe?: boolean; timeout: number };

export const doctorCommand = (desk: Desk): Command =>
  new Command('doctor')
    .description('checks that a stage can work: rights, settings, trigger, SES, mappings, events, dead letters, clock')
    .option('--probe', 'also send a message without effect through the whole pipeline, and wait for every worker')
    .option('--timeout <seconds>', 'how long to wait for the probe', positiveInteger, 90)
    .option('--json', 'one JSON object a check')
    .addHelpText(
      'after',
      `
Every look is harmless: nothing is changed, no message is received. It ends with 3 when something is broken.
Without valid credentials, or where the stage is not, it says only that.

Examples:
  npm run -s postconfirm -- doctor --probe
  npm run -s postconfirm -- --stage prod doctor`,
    )
    .action(async ({ json = false, probe = false, timeout }: Options) => {
      const print = printer(desk, json);
      const findings = await examine(desk, print);
      if (probe) findings.push(...(await probed(desk, timeout, print)));
      const count = findings.filter(({ verdict }) => verdict === 'broken').length;
      if (count > 0) {
        throw new OperatorError('partial', `${count} of ${findings.length} checks found something broken.`);
      }
    });

type Print = (look: Finding & { check: string }) => void;

const printer = ({ terminal }: Desk, json: boolean): Print =>
  json ? terminal.json : (look) => lines(look).forEach(terminal.print);

async function examine({ stage, now }: Desk, print: Print): Promise<Finding[]> {
  const identity = { check: checkIdentity.name, ...(await checkIdentity.look(stage(), now())) };
  print(identity);
  const looks = await Promise.all(
    CHECKS.map(async (check) => ({ check: check.name, ...(await lookSafely(check, stage(), now())) })),
  );
  looks.forEach(print);
  return [identity, ...looks];
}

function lines({ check, ...finding }: Finding & { check: string }): string[] {
  const line = `${finding.verdict.padEnd(8)} ${check.padEnd(26)} ${finding.says}`;
  return finding.verdict === 'ok' ? [line] : [line, `${' '.repeat(36)}→ ${finding.next}`];
}

async function probed(
  { stage, terminal, now, interruptible }: Desk,
  timeoutSeconds: number,
  print: Print,
): Promise<Finding[]> {
  const uuid = randomUUID();
  terminal.note(`Probe ${uuid} is on its way.`);
  const about = { stage: stage(), pool: await poolOf(stage()), uuid, now, timeoutMs: timeoutSeconds * 1000 };
  const witnessed = (witness: string) => print({ check: 'probe', ...ok(`acknowledged by ${witness}`) });
  const silent = await interruptible((signal) => sendProbe({ ...about, witnessed, signal }));
  const findings = silent.map((witness) =>
    broken(
      `not acknowledged by ${witness} within ${timeoutSeconds} s`,
      `${commandLine(stage(), 'status')}: is it paused? Else its log says more.`,
    ),
  );
  for (const finding of findings) print({ check: 'probe', ...finding });
  return findings;
}
