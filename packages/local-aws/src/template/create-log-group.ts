import { ACCOUNT_ID, REGION } from '../account.ts';
import type { Created, Wanted } from './deploy.ts';

/** How long a log group is kept. */
export interface Retention {
  logGroupName: string;
  days?: number;
}

/** Reads how long a log group is kept, and tells `found`; every function has a group here, with or without a resource. */
export const createLogGroup =
  (found: (retention: Retention) => void) =>
  ({ logicalId, properties, stack }: Wanted): Created => {
    const logGroupName = String(properties['LogGroupName'] ?? `${stack.name}-${logicalId}`);
    const days = properties['RetentionInDays'];
    found({ logGroupName, ...(days !== undefined && { days: Number(days) }) });
    return {
      ref: logGroupName,
      attributes: { Arn: `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:${logGroupName}:*` },
    };
  };
