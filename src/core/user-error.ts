// An error that its reader can mend. Everything that is not one of these is a bug and keeps its stack.

export class UserError extends Error {
  override readonly name = "UserError";

  /** @param mend what to do about it, in the imperative. */
  constructor(message: string, mend: string) {
    super(`${message} ${mend}`);
  }
}
