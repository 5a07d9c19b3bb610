import { tell } from '../tell.ts';
import type { WorkerReport } from './command.ts';
import { megabytes } from './endurance.ts';
import type { Throughput } from './throughput.ts';

/** The figures as a person reads them, ratios first. */
export function printed({ machine, plan, throughput, endurance, cpu }: WorkerReport): string {
  const named = (name: string) => throughput.find((one) => one.name === name);
  const [first, last] = [endurance[0], endurance.at(-1)];
  const lines = [
    `${machine} ${plan.rounds} rounds of ${plan.batches} batches of ${plan.batchSize}, ${plan.latencyMs} ms per call`,
    '',
    `throughput / ideal, email worker        ${named('ours')?.ofIdeal.median.toFixed(3)}`,
    `throughput / ideal, enrichment worker   ${named('ours-enrichment')?.ofIdeal.median.toFixed(3)}`,
    `messages per CPU-second / Powertools    ${ratio(named('ours'), named('powertools'))}`,
    `messages per CPU-second / by hand       ${ratio(named('ours'), named('floor'))}`,
    `the same / with a connection per email  ${ratio(named('ours'), named('ours-connection-each'))}`,
    ...(first && last && first !== last
      ? [
          `heap after ${last.messages} / ${first.messages}             ${(last.memory.heapUsed / first.memory.heapUsed).toFixed(3)}`,
        ]
      : []),
    '',
    ...throughput.map(
      ({ says, perSecond, perCpuSecond, ofIdeal }) =>
        `${says.padEnd(32)} ${tell(perSecond, 1)}/s · ${tell(perCpuSecond, 0)} per CPU-second · ${tell(ofIdeal)} of ideal`,
    ),
    ...endurance.map(
      ({ messages, memory }) =>
        `after ${messages} messages: heap ${megabytes(memory.heapUsed)} MB, resident ${megabytes(memory.rss)} MB`,
    ),
    ...cpu.slice(0, 16).map(({ name, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`),
  ];
  return `${lines.join('\n')}\n`;
}

const ratio = (ours?: Throughput, other?: Throughput) =>
  ours && other ? (ours.perCpuSecond.median / other.perCpuSecond.median).toFixed(3) : '–';
