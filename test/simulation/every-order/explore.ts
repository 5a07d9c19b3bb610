import { Draft } from './draft.ts';
import { type Move, movesIn } from './moves.ts';
import { firstState, type Plan, verdictOn } from './plan.ts';
import { RunCounts } from './run-counts.ts';
import { Scene } from './scene.ts';
import { keyOf, type State } from './state.ts';

/** A course that broke a promise: the choice made at each of its moments. */
export type Failure = { course: readonly number[]; violations: readonly string[] };

export type Exploration = {
  plan: Plan;
  states: number;
  /** Moves tried, each once in each state that has it. */
  steps: number;
  /** How many of them place which fault. */
  faults: Map<string, number>;
  /** Runs from the beginning to rest: ways through the states. */
  runs: number;
  /** Steps of the longest of them. */
  longest: number;
  /** States of rest, by how the user ended. */
  ends: Map<string, number>;
  failures: Failure[];
  /** Of one core. */
  cpuSeconds: number;
};

/** A run of more steps never comes to rest. */
const TOO_LONG = 400;
/** The event loop gets its turn once in so many steps. */
const STEPS_PER_TURN = 10_000;

/**
 * Goes through every order of the steps and every placement of faults. A state that was reached before is not explored
 * again, for what can follow it is the same (`keyOf`).
 */
export const explore = (plan: Plan, isEnough: (failure: Failure) => boolean = () => false): Promise<Exploration> =>
  new Explorer(plan, isEnough).explore();

class Explorer {
  readonly #plan: Plan;
  readonly #isEnough: (failure: Failure) => boolean;
  readonly #scene: Scene;
  readonly #known = new RunCounts();
  readonly #found: Exploration;
  #over = false;

  constructor(plan: Plan, isEnough: (failure: Failure) => boolean) {
    this.#plan = plan;
    this.#isEnough = isEnough;
    this.#scene = new Scene(plan.policy);
    const none = { states: 0, steps: 0, runs: 0, longest: 0, cpuSeconds: 0 };
    this.#found = { plan, ...none, faults: new Map(), ends: new Map(), failures: [] };
  }

  async explore(): Promise<Exploration> {
    const before = process.cpuUsage();
    const runs = await this.#runsFrom(await firstState(this.#scene, this.#plan), []);
    const { user, system } = process.cpuUsage(before);
    return { ...this.#found, runs, states: this.#known.size, cpuSeconds: (user + system) / 1e6 };
  }

  async #runsFrom(state: State, course: readonly number[]): Promise<number> {
    if (this.#over) return 0;
    const key = RunCounts.keyOf(keyOf(state));
    const known = this.#known.get(key);
    if (known > 0) return known;
    const runs = await this.#runsByMoves(state, course);
    if (!this.#over) this.#known.set(key, runs);
    return runs;
  }

  async #runsByMoves(state: State, course: readonly number[]): Promise<number> {
    const moves = movesIn(state);
    if (moves.length === 0) return this.#rest(state, course);
    if (course.length > TOO_LONG) return this.#fail(course, ['does not come to rest']);
    let runs = 0;
    for (const [index, move] of moves.entries()) runs += await this.#runsAfter(state, move, [...course, index]);
    return runs;
  }

  async #runsAfter(state: State, move: Move, course: readonly number[]): Promise<number> {
    this.#found.steps += 1;
    if (move.fault) this.#found.faults.set(move.fault, (this.#found.faults.get(move.fault) ?? 0) + 1);
    if (this.#found.steps % STEPS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    const draft = new Draft(this.#scene, state);
    await move.make(draft);
    if (this.#scene.complaints.length > 0) return this.#fail(course, this.#scene.complaints);
    return this.#runsFrom(draft.state(), course);
  }

  #rest(state: State, course: readonly number[]): number {
    const found = this.#found;
    found.longest = Math.max(found.longest, course.length);
    const { end, emails, explained, violations } = verdictOn(this.#scene, state, this.#plan);
    const kind = `${end}, ${emails} ${emails === 1 ? 'email' : 'emails'}${explained > 0 ? ', explained' : ''}`;
    found.ends.set(kind, (found.ends.get(kind) ?? 0) + 1);
    return violations.length > 0 ? this.#fail(course, violations) : 1;
  }

  #fail(course: readonly number[], violations: readonly string[]): number {
    const failure = { course, violations };
    this.#found.failures.push(failure);
    this.#over ||= this.#isEnough(failure);
    return 1;
  }
}
