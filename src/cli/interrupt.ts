// Ctrl-C as a wish to stop early with what there is; pressed again it ends the program at once.

/**
 * @param work shall end soon after the signal, with its result so far
 * @returns "interrupted" where it had none yet
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | "interrupted"> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) return "interrupted";
    throw error;
  } finally {
    process.removeListener("SIGINT", stop);
  }
}
