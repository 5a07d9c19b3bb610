import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';
import { TARGETS } from './routes.ts';

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...WORKER_SETTINGS,
      targetQueueUrls: setting.urlMap('TARGET_QUEUE_URLS', TARGETS),
    },
    environment,
  );
