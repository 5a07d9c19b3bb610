import { aligned } from '../report.ts';
import { timeline } from '../trace.ts';
import { type Exploration, explore } from './explore.ts';
import { type Plan, SCENES } from './plan.ts';
import { NoSuchChoiceError, retrace } from './retrace.ts';
import { PERSON } from './scene.ts';

export type ExhaustiveOptions = {
  faults: number;
  policies: readonly Plan['policy'][];
  scene: Plan['scene'] | 'both';
  /** The choices of one run, as a failure names them. */
  course?: string;
};

/** Every order of the steps of one user with two workers, or one run of them; the exit code. */
export async function goThroughAll({ faults, policies, scene, course }: ExhaustiveOptions): Promise<number> {
  const scenes = scene === 'both' ? SCENES : [scene];
  const plans = policies.flatMap((policy) => scenes.map((one): Plan => ({ scene: one, policy, faults })));
  return course === undefined ? exploreAll(plans) : goAlong(plans, course.split('.').map(Number));
}

async function goAlong(plans: readonly Plan[], course: readonly number[]): Promise<number> {
  let broken = 0;
  try {
    for (const plan of plans) broken += await tell(plan, course);
  } catch (error) {
    if (!(error instanceof NoSuchChoiceError)) throw error;
    console.error(error.message);
    return 2;
  }
  return broken === 0 ? 0 : 1;
}

async function exploreAll(plans: readonly Plan[]): Promise<number> {
  let broken = 0;
  const found: Exploration[] = [];
  for (const plan of plans) {
    const exploration = await explore(plan);
    found.push(exploration);
    const [failure] = exploration.failures;
    broken += exploration.failures.length;
    if (failure) await tell(plan, failure.course);
  }
  console.log(`\n${explorationTable(found)}`);
  console.log(broken === 0 ? '\nNo promise was broken.' : `\nPromises were broken at ${broken} ends.`);
  return broken === 0 ? 0 : 1;
}

/** Goes through one run again and prints it; the number of broken promises. */
async function tell(plan: Plan, course: readonly number[]): Promise<number> {
  const { lines, violations } = await retrace(plan, course);
  const { scene, policy, faults } = plan;
  console.log(`\n${scene}, ${policy}: ${violations.join('; ') || 'nothing wrong'}`);
  console.log(timeline(lines, PERSON.sub));
  const choices = course.join('.');
  const command = `--exhaustive --scene ${scene} --policy ${policy} --faults ${faults} --course ${choices}`;
  console.log(`\nAgain: npm run faults -- ${command}`);
  return violations.length;
}

const placed = (faults: Exploration['faults']) => [...faults.values()].reduce((sum, count) => sum + count, 0);

const TITLES = [
  'scene',
  'policy',
  'faults',
  'runs',
  'states',
  'steps',
  'faults placed',
  'kinds',
  'longest',
  'broken',
  'CPU s',
];

function explorationTable(found: readonly Exploration[]): string {
  const rows = found.map(({ plan, runs, states, steps, faults, longest, failures, cpuSeconds }) => [
    ...[plan.scene, plan.policy, `≤ ${plan.faults}`],
    ...[runs, states, steps, placed(faults), faults.size, longest, failures.length].map((n) => n.toLocaleString('en')),
    cpuSeconds.toFixed(1),
  ]);
  const ends = found.map(({ plan, ends }) => {
    const counts = [...ends].map(([end, states]) => `${end} (${states.toLocaleString('en')})`);
    return `${plan.scene}, ${plan.policy}: ${counts.join('; ')}`;
  });
  return `${aligned([TITLES, ...rows])}\n\nStates of rest\n${ends.join('\n')}`;
}
