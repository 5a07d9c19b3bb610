import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { CHECKS } from '../doctor/checks.ts';
import { type Finding, lookSafely } from '../doctor/finding.ts';
import { sendProbe } from '../doctor/probe.ts';
import { OperatorError } from '../operator-error.ts';
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

Examples:
  npm run -s postconfirm -- doctor --probe
  npm run -s postconfirm -- --stage prod --pool eu-central-1_aBcDeFgHi doctor`,
    )
    .action(async ({ json = false, probe = false, timeout }: Options) => {
      const findings = await examine(desk, json);
      const silent = probe ? await probed(desk, timeout * 1000) : [];
      const broken = findings.filter(({ verdict }) => verdict === 'broken').length;
      if (silent.length > 0) {
        throw new OperatorError(
          'partial',
          `The probe was not acknowledged by ${silent.join(', ')} within ${timeout} s.`,
        );
      }
      if (broken > 0)
        throw new OperatorError('partial', `${broken} of ${findings.length} checks found something broken.`);
    });

async function examine({ stage, terminal, now }: Desk, json: boolean): Promise<Finding[]> {
  const looks = await Promise.all(
    CHECKS.map(async (check) => ({ check: check.name, ...(await lookSafely(check, stage(), now())) })),
  );
  for (const look of looks) {
    if (json) terminal.json(look);
    else for (const line of lines(look)) terminal.print(line);
  }
  return looks;
}

function lines({ check, ...finding }: Finding & { check: string }): string[] {
  const line = `${finding.verdict.padEnd(8)} ${check.padEnd(26)} ${finding.says}`;
  return finding.verdict === 'ok' ? [line] : [line, `${' '.repeat(36)}→ ${finding.next}`];
}

function probed({ stage, terminal, now, signal }: Desk, timeoutMs: number) {
  const uuid = randomUUID();
  terminal.note(`Probe ${uuid} is on its way.`);
  return sendProbe({
    ...{ stage: stage(), pool: poolOf(stage()), uuid, now, timeoutMs, signal },
    witnessed: (witness) => terminal.print(`${'ok'.padEnd(8)} ${'probe'.padEnd(26)} acknowledged by ${witness}`),
  });
}
