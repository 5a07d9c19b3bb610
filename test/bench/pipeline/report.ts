import { tell } from '../tell.ts';
import { spreadOf } from '../trigger/statistics.ts';
import type { PipelineReport, PipelineRun } from './command.ts';

/** The runs with the largest crowd that every number of processes was given. */
export function comparable({ runs }: PipelineReport): PipelineRun[] {
  const counts = new Set(runs.map(({ environments }) => environments));
  const common = runs.filter(({ users }) =>
    [...counts].every((count) => runs.some((run) => run.users === users && run.environments === count)),
  );
  const largest = Math.max(...common.map(({ users }) => users));
  return common.filter(({ users }) => users === largest);
}

/** Users per second by number of processes, the median of all rounds. */
export function growth(report: PipelineReport): { environments: number; perSecond: number }[] {
  const runs = comparable(report);
  return [...new Set(runs.map(({ environments }) => environments))].map((environments) => ({
    environments,
    perSecond: spreadOf(runs.filter((run) => run.environments === environments).map(({ perSecond }) => perSecond.both))
      .median,
  }));
}

export function printed(report: PipelineReport): string {
  const points = growth(report);
  const [first, last] = [points[0], points.at(-1)];
  const lines = [
    `${report.machine} Every service takes ${report.latencyMs} ms`,
    '',
    ...(first && last
      ? [
          `throughput, ${last.environments} processes per function / ${first.environments}: ${(last.perSecond / first.perSecond).toFixed(2)}`,
        ]
      : []),
    ...report.runs.flatMap(told),
  ];
  return `${lines.join('\n')}\n`;
}

function told({ environments, users, perSecond, hops, cpuMsPerUser }: PipelineRun): string[] {
  const rates = Object.entries(perSecond).map(([what, rate]) => `${what} ${rate.toFixed(1)}/s`);
  const waits = Object.entries(hops).map(([hop, spread]) => `${hop} ${tell(spread, 0)} ms`);
  const cpu = Object.entries(cpuMsPerUser).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
  return [
    `${environments} processes per function, ${users} users: ${rates.join(' · ')}`,
    `  ${waits.join(' · ')}`,
    `  CPU ms per user: ${cpu.join(' · ')}`,
  ];
}
