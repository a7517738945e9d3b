import { EXIT, type ExitCode } from './exit';

/** A command cannot do what it was asked for. The message is for people, says what to do, and holds no secret. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.failed
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
