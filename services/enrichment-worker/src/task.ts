import type { Message } from '@postconfirm/contract';
import type { RequestMarks, UserKey } from '@postconfirm/ledger';

/** One message at work: what every step below is about. */
export type Task = { key: UserKey; marks: RequestMarks; message: Message };
