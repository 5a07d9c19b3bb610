/** A call that an AWS API refuses: the error's code is its name. */
export class ApiError extends Error {
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.status = status;
  }
}
