// All that the sandbox serves. What is not here is answered 404 with the reason, never faked.

import type { Route } from "../http/route.ts";
import { appRoutes } from "./apps.ts";
import { branchRoutes } from "./branches.ts";
import { checkRoutes } from "./checks.ts";
import { contentsRoutes } from "./contents.ts";
import { deploymentRoutes } from "./deployments.ts";
import { dispatchRoutes } from "./dispatches.ts";
import { gitDataRoutes } from "./git-data.ts";
import { graphqlRoutes } from "./graphql.ts";
import { historyRoutes } from "./history.ts";
import { issueChangeRoutes } from "./issue-changes.ts";
import { issueRoutes } from "./issues.ts";
import { organizationRoutes } from "./organizations.ts";
import { pullRoutes } from "./pulls.ts";
import { reactionRoutes } from "./reactions.ts";
import { refRoutes } from "./refs.ts";
import { releaseRoutes } from "./releases.ts";
import { repositoryRoutes } from "./repositories.ts";
import { reviewRoutes } from "./reviews.ts";
import { rulesetRoutes } from "./rulesets.ts";
import { settingsRoutes } from "./settings.ts";
import { statusRoutes } from "./statuses.ts";
import { teamRoutes } from "./teams.ts";
import { webRoutes } from "./web.ts";

export const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...branchRoutes,
  ...checkRoutes,
  ...contentsRoutes,
  ...deploymentRoutes,
  ...dispatchRoutes,
  ...gitDataRoutes,
  ...graphqlRoutes,
  ...historyRoutes,
  ...issueChangeRoutes,
  ...issueRoutes,
  ...organizationRoutes,
  ...pullRoutes,
  ...reactionRoutes,
  ...refRoutes,
  ...releaseRoutes,
  ...repositoryRoutes,
  ...reviewRoutes,
  ...rulesetRoutes,
  ...settingsRoutes,
  ...statusRoutes,
  ...teamRoutes,
  ...webRoutes,
];
