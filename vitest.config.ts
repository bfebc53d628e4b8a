// One suite for unit, property and end-to-end tests: `npm test` runs them all, on a fresh clone with Node alone.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/support/closing-line.ts"],
    // Each file in a process of its own: nock patches sockets and the sandbox listens, neither may leak into others.
    pool: "forks",
    // Every core: most tests wait for a server or a process for a good part of their time.
    maxWorkers: "100%",
    // The end-to-end tests start servers and real git; a machine with two busy cores needs the room.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
