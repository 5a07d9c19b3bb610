import { describeFailure } from '../describe-failure.ts';
import type { Stage } from '../stage/stage.ts';

/** What one look says. `next`: what to do about it. Texts hold no personal data. */
export type Finding = { verdict: 'ok'; says: string } | { verdict: 'warning' | 'broken'; says: string; next: string };

/** One thing that must hold for a stage to work. */
export type Check = {
  /** What is looked at, in two or three words. */
  name: string;
  look: (stage: Stage, now: number) => Promise<Finding>;
};

export const ok = (says: string): Finding => ({ verdict: 'ok', says });
export const warning = (says: string, next: string): Finding => ({ verdict: 'warning', says, next });
export const broken = (says: string, next: string): Finding => ({ verdict: 'broken', says, next });

/** A look that fails is a finding too: its error says what is missing, a right more often than not. */
export async function lookSafely({ look }: Check, stage: Stage, now: number): Promise<Finding> {
  try {
    return await look(stage, now);
  } catch (error) {
    const { exit, says } = describeFailure(error);
    const next =
      exit === 'unauthorised'
        ? 'Ask for that right, or use another profile (--profile).'
        : 'See whether it is deployed.';
    return broken(says, next);
  }
}
