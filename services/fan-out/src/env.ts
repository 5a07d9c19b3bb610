import { CAUSES, type Targets } from '@postconfirm/contract';
import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';
import * as v from 'valibot';

const TargetsSchema: v.GenericSchema<unknown, Targets> = v.record(
  v.string(),
  v.strictObject({
    url: v.pipe(v.string(), v.url()),
    confirmed: v.array(v.picklist(CAUSES)),
    passwordResets: v.optional(v.boolean()),
  }),
);

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...WORKER_SETTINGS,
      targets: setting.json(
        'TARGETS',
        'a JSON object that says of each target its URL and what it gets',
        TargetsSchema,
      ),
    },
    environment,
  );
