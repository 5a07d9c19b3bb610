import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { physicalName } from '../names.ts';

/** The topic that carries a stage's alarms to the people whom the stage names. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, { stage, config }: Deployment, key: IKey | undefined) {
    super(scope, 'Topic', {
      topicName: physicalName(stage, 'alarms'),
      enforceSSL: true,
      ...(key && { masterKey: key }),
    });
    for (const address of config.alarmEmails) this.addSubscription(new EmailSubscription(address));
    this.addToResourcePolicy(this.#alarmsOf(stage));
  }

  /** A policy of its own takes the place of SNS's, which would let the account's alarms in; CDK's action adds nothing. */
  #alarmsOf(stage: Deployment['stage']): PolicyStatement {
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: physicalName(stage, '*'),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [this.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnLike: { 'aws:SourceArn': alarms },
      },
    });
  }
}
