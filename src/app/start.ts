// `npm start`: runs the app against GitHub. Without credentials Probot serves its set-up page, from which a user
// registers the app by the manifest in app.yml.

import { run } from "probot";
import { stewardApp } from "./app.ts";

await run((app) => {
  stewardApp(app, {
    serverUrl: `${process.env.GHE_PROTOCOL ?? "https"}://${process.env.GHE_HOST ?? "github.com"}`,
    appId: Number(process.env.APP_ID),
  });
});
