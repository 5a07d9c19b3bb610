import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...WORKER_SETTINGS,
      tableName: setting.text('TABLE_NAME', 'the name of the table'),
      eventGapSeconds: setting.number('EVENT_GAP_SECONDS', 'the longest silence of events that flow, in seconds'),
    },
    environment,
  );

export type EmailEventsSettings = ReturnType<typeof readEnvironment>;
