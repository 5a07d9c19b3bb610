import type { Line } from '../trace.ts';
import { Draft } from './draft.ts';
import { movesIn } from './moves.ts';
import { firstState, type Plan, verdictOn } from './plan.ts';
import { PERSON, Scene } from './scene.ts';

/** A run has no such choice. */
export class NoSuchChoiceError extends Error {
  override readonly name = 'NoSuchChoiceError';
}

/** One run again, by the choices that were made in it: what happened, and what was wrong. */
export async function retrace(plan: Plan, course: readonly number[]) {
  const scene = new Scene(plan.policy);
  const lines: Line[] = [];
  let state = await firstState(scene, plan);
  scene.note = (who, what) => void lines.push({ at: scene.now, who, sub: PERSON.sub, what });
  for (const [index, choice] of course.entries()) {
    const moves = movesIn(state);
    const move = moves[choice];
    if (!move) throw new NoSuchChoiceError(`Choice ${index + 1} is ${choice}, of ${moves.length} from 0.`);
    const draft = new Draft(scene, state);
    await move.make(draft);
    if (scene.complaints.length > 0) return { lines, violations: scene.complaints };
    state = draft.state();
  }
  const isAtRest = movesIn(state).length === 0;
  return { lines, violations: isAtRest ? verdictOn(scene, state, plan).violations : ['does not come to rest'] };
}
