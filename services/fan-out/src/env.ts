import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...WORKER_SETTINGS,
      targetQueueUrls: setting.urlMap(
        'TARGET_QUEUE_URLS',
        'a JSON object of queue URLs by target, e.g. {"email":"https://…"}',
      ),
    },
    environment,
  );
