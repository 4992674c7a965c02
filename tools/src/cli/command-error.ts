import { DomainError, type DomainErrorOptions, type ErrorCode } from '@bellwether/errors';

/** A failure with what the user can do about it. */
export class CommandError extends DomainError {
  constructor(
    code: ErrorCode,
    message: string,
    /** One sentence in the imperative, shown below the message. */
    readonly advice: string,
    options: DomainErrorOptions = {},
  ) {
    super(code, message, options);
  }
}

/** Says that what was asked for makes no sense together: the parser of options sees one option at a time. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
