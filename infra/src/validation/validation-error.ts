/** The templates break a rule of cdk-nag's AwsSolutions or of CloudFormation. The message lists the findings. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
}
