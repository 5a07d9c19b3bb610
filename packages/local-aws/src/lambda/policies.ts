import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID } from '../account.ts';

/** What AddPermission grants: one statement of the policy of a function, or of one of its aliases. */
export interface Permission {
  functionArn: string;
  statementId: string;
  action: string;
  /** A service, such as `cognito-idp.amazonaws.com`. */
  principal: string;
  sourceArn?: string;
  sourceAccount?: string;
}

/** The resource policies of all functions; a function and each of its aliases have one of their own. */
export class Policies {
  #permissions: Permission[] = [];
  readonly revisionId = randomUUID();

  of(functionArn: string): readonly Permission[] {
    return this.#permissions.filter((permission) => permission.functionArn === functionArn);
  }

  add(permission: Permission): void {
    this.#permissions.push(permission);
  }

  remove({ functionArn, statementId }: Pick<Permission, 'functionArn' | 'statementId'>): void {
    this.#permissions = this.#permissions.filter(
      (one) => one.functionArn !== functionArn || one.statementId !== statementId,
    );
  }

  /** Whether a service may call the function for something of this account. */
  allow(service: string, { functionArn, sourceArn }: { functionArn: string; sourceArn: string }): boolean {
    return this.of(functionArn).some(
      (permission) =>
        permission.principal === service &&
        /^lambda:(InvokeFunction|\*)$/.test(permission.action) &&
        (permission.sourceAccount ?? ACCOUNT_ID) === ACCOUNT_ID &&
        like(permission.sourceArn ?? '*', sourceArn),
    );
  }
}

/** IAM's ArnLike, as far as `*` goes. */
const like = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(arn);

/** A statement as GetPolicy shows it. */
export function statementOf({ functionArn, statementId, action, principal, ...source }: Permission) {
  const { sourceArn, sourceAccount } = source;
  const Condition = {
    ...(sourceAccount && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
    ...(sourceArn && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return {
    Sid: statementId,
    Effect: 'Allow',
    Principal: { Service: principal },
    Action: action,
    Resource: functionArn,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}
