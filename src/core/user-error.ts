// An error that its reader can mend. Everything that is not one of these is a bug and keeps its stack.

export class UserError extends Error {
  override readonly name = "UserError";
  /** The message without its mend. */
  readonly problem: string;
  readonly mend: string;

  /**
   * @param message may be a list, one thing a line
   * @param mend what to do about it, in the imperative
   */
  constructor(message: string, mend: string) {
    super(`${message}${message.includes("\n") ? "\n" : " "}${mend}`);
    this.problem = message;
    this.mend = mend;
  }
}
