import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { refuseUnwritable } from '../cannot-write.ts';
import { OperatorError } from '../operator-error.ts';
import { parseJson } from '../parse-json.ts';
import { isUnchanged, type Plan, PlanSchema } from './plan.ts';

/** @throws OperatorError `usage` when the file is there already. */
export async function savePlan(file: string, plan: Plan): Promise<void> {
  await writeFile(file, `${JSON.stringify(plan)}\n`, { flag: 'wx' }).catch(refuseUnwritable(file));
}

/** @throws OperatorError when the file holds no plan, one of another stage, or one that was changed since it was saved. */
export async function loadPlan(file: string, stage: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new OperatorError('usage', `${file} cannot be read (${code}).`);
  });
  const read = v.safeParse(PlanSchema, parseJson(text));
  if (!read.success) throw new OperatorError('usage', `${file} holds no plan of \`dlq replay --save\`.`);
  const plan = read.output;
  if (plan.stage !== stage) throw new OperatorError('usage', `${file} is a plan for stage ${plan.stage}: say --stage.`);
  if (!isUnchanged(plan)) {
    throw new OperatorError('refused', `${file} was changed since it was saved: make a new plan with --save.`);
  }
  return plan;
}
