import { Duration } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LIVE, logGroupName, physicalName } from '../names.ts';
import type { Deployment } from './deployment.ts';
import { removalPolicy } from './removal.ts';

type ServiceFunctionProps = {
  deployment: Deployment;
  timeoutSeconds: number;
  memoryMegabytes: number;
  reservedConcurrency?: number | undefined;
  environment: Record<string, string>;
  statements: readonly PolicyStatement[];
};

/** A service's function with its alias `live`, its log group and a role that may do what `statements` say. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  readonly alias: Alias;
  readonly role: Role;
  readonly service: string;
  readonly statements: readonly PolicyStatement[];

  constructor(scope: Construct, service: string, props: ServiceFunctionProps) {
    super(scope, service);
    this.service = service;
    this.statements = props.statements;
    const { stage, config, artefacts } = props.deployment;
    const functionName = physicalName(stage, service);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: logGroupName(stage, service),
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: removalPolicy(config),
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    for (const statement of props.statements) this.role.addToPolicy(statement);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      role: this.role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      // The source map and the metafile stay behind: they would be loaded with the function.
      code: Code.fromAsset(artefacts(service), { exclude: ['**', '!index.mjs'] }),
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMegabytes,
      reservedConcurrentExecutions: props.reservedConcurrency,
      environment: props.environment,
      tracing: Tracing.ACTIVE,
    });
    this.alias = new Alias(this, 'Live', { aliasName: LIVE, version: this.function.currentVersion });
  }
}
