import { assignRoutes } from '#modules/assign/routes.ts';
import { deliverRoutes } from '#modules/deliver/routes.ts';
import { ledgerRoutes } from '#modules/ledger/routes.ts';
import { importJobs } from '#modules/ledger/sheets/import-jobs.ts';
import { sheetRoutes } from '#modules/ledger/sheets/routes.ts';
import { accountRoutes } from '#modules/org/account-routes.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { IdentityConfig } from '#modules/org/identity-config.ts';
import { verifyRoutes } from '#modules/verify/routes.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import type { Route } from '#platform/http.ts';
import type { JobKind } from '#platform/jobs/job-kinds.ts';
import { jobRoutes } from '#platform/jobs/job-routes.ts';
import type { Recurring } from '#platform/jobs/recurring.ts';
import { tidyTables } from '#platform/jobs/tidy-tables.ts';

/** What the modules are built with. */
export interface Parts {
  readonly identity: IdentityConfig;
  readonly files: FileStore;
}

/** Every operation of the open API. What is not here does not exist. */
export function routes(parts: Parts): readonly Route[] {
  return [
    ...accountRoutes(parts.identity),
    ...sheetRoutes(parts.files),
    ...ledgerRoutes,
    ...assignRoutes,
    ...deliverRoutes,
    ...verifyRoutes,
    ...jobRoutes,
  ];
}

/** Every kind of job. */
export function jobKinds(parts: Parts): readonly JobKind[] {
  return [
    tidyTables,
    ...importJobs({ store: parts.files, actorOf: actorOfAccount, reportProgress }),
  ];
}

/** Jobs that the house puts down by itself. */
export const RECURRING: readonly Recurring[] = [{ kind: 'tidy-tables', everySeconds: 3600 }];
