/** Resource types that have no effect on this machine. */
export const NOTHING_TO_EMULATE: ReadonlySet<string> = new Set([
  // Permissions: no emulator checks them; end-to-end tests hold calls against them (test/support/permissions.ts).
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::KMS::Key',
  'AWS::KMS::Alias',
  // Watching: nobody is paged here.
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  // Versions are switched all at once here.
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  // Statistics about CDK itself.
  'AWS::CDK::Metadata',
]);
