import { readSettings, WORKER_SETTINGS } from '@postconfirm/runtime';

export const readEnvironment = (environment = process.env) => readSettings(WORKER_SETTINGS, environment);
