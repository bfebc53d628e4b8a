// Progress on stderr for what takes over a second, and only where somebody watches.

const PATIENCE_MS = 1000;
const INTERVAL_MS = 200;

export interface Progress {
  /** @param done so far; @param total where it is known */
  update(done: number, total?: number): void;
  stop(): void;
}

/** @param what in words, such as "judging merged changes" */
export function startProgress(what: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now();
  let shownAt = 0;
  let isShown = false;
  return {
    update(done, total) {
      const now = performance.now();
      if (!stream.isTTY || now - started < PATIENCE_MS || now - shownAt < INTERVAL_MS) return;
      shownAt = now;
      isShown = true;
      const share = total ? ` of ${total.toLocaleString("en")} (${Math.floor((100 * done) / total)} %)` : "";
      stream.write(`\r\u001b[2K${what}: ${done.toLocaleString("en")}${share}`);
    },
    stop() {
      if (isShown) stream.write("\r\u001b[2K");
    },
  };
}
