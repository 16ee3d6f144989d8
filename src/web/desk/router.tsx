import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  retainSearchParams,
} from '@tanstack/react-router';
import { parseSearch, writeSearch } from './api/search-params.ts';
import { readDocumentSearch } from './documents/document-search.ts';
import { LedgerPage } from './ledger/ledger-page.tsx';
import { readLedgerSearch } from './ledger/ledger-search.ts';
import { VIEWS, type ViewName } from './ledger/views.ts';
import { NotFound } from './shell/not-found.tsx';
import { readProgressSearch, readTargetSearch } from './targets/target-search.ts';
import { readVoiceSearch } from './voices/voice-search.ts';
import { PageFailed } from './shell/page-failed.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./session/sign-in-page.tsx'), 'SignInPage'),
  validateSearch: (raw: Record<string, unknown>): { to?: string } =>
    typeof raw['to'] === 'string' ? { to: raw['to'] } : {},
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  validateSearch: (raw: Record<string, unknown>): { c?: string } =>
    typeof raw['c'] === 'string' && raw['c'] !== '' ? { c: raw['c'] } : {},
  // The campaign in use goes along to every page.
  search: { middlewares: [retainSearchParams(['c'])] },
});

const overview = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
});

const work = createRoute({
  getParentRoute: () => inside,
  path: '/work',
  component: lazyRouteComponent(() => import('./work/work-page.tsx'), 'WorkPage'),
});

function ledgerRoute<V extends ViewName>(name: V) {
  return createRoute({
    getParentRoute: () => inside,
    path: `/${name}`,
    validateSearch: readLedgerSearch,
    component: () => <LedgerPage key={name} view={VIEWS[name]} />,
  });
}

const entry = createRoute({
  getParentRoute: () => inside,
  path: '/entries/$id',
  component: lazyRouteComponent(() => import('./entry/entry-page.tsx'), 'EntryPage'),
});

const raise = createRoute({
  getParentRoute: () => inside,
  path: '/new',
  validateSearch: (raw: Record<string, unknown>): { kind: 'problem' | 'task' } => ({
    kind: raw['kind'] === 'task' ? 'task' : 'problem',
  }),
  component: lazyRouteComponent(() => import('./entry/raise-page.tsx'), 'RaisePage'),
});

const targets = createRoute({
  getParentRoute: () => inside,
  path: '/targets',
  validateSearch: readTargetSearch,
  component: lazyRouteComponent(() => import('./targets/targets-page.tsx'), 'TargetsPage'),
});

const targetProgress = createRoute({
  getParentRoute: () => inside,
  path: '/targets/progress',
  validateSearch: readProgressSearch,
  component: lazyRouteComponent(() => import('./targets/progress-page.tsx'), 'ProgressPage'),
});

const target = createRoute({
  getParentRoute: () => inside,
  path: '/targets/$id',
  validateSearch: (raw: Record<string, unknown>): { at?: string } =>
    readProgressSearch({ at: raw['at'] }),
  component: lazyRouteComponent(() => import('./targets/target-page.tsx'), 'TargetPage'),
});

const voices = createRoute({
  getParentRoute: () => inside,
  path: '/voices',
  validateSearch: readVoiceSearch,
  component: lazyRouteComponent(() => import('./voices/voices-page.tsx'), 'VoicesPage'),
});

const enterVoices = createRoute({
  getParentRoute: () => inside,
  path: '/voices/enter',
  component: lazyRouteComponent(() => import('./voices/enter-page.tsx'), 'EnterPage'),
});

const importVoices = createRoute({
  getParentRoute: () => inside,
  path: '/voices/import',
  component: lazyRouteComponent(
    () => import('./voices/import-voices-page.tsx'),
    'ImportVoicesPage',
  ),
});

const collections = createRoute({
  getParentRoute: () => inside,
  path: '/voices/collections',
  component: lazyRouteComponent(() => import('./voices/collections-page.tsx'), 'CollectionsPage'),
});

const surveys = createRoute({
  getParentRoute: () => inside,
  path: '/voices/surveys',
  component: lazyRouteComponent(() => import('./voices/surveys-page.tsx'), 'SurveysPage'),
});

const rates = createRoute({
  getParentRoute: () => inside,
  path: '/voices/rates',
  component: lazyRouteComponent(() => import('./voices/rates-page.tsx'), 'RatesPage'),
});

const visits = createRoute({
  getParentRoute: () => inside,
  path: '/voices/visits',
  component: lazyRouteComponent(() => import('./voices/visits-page.tsx'), 'VisitsPage'),
});

const guardVoices = createRoute({
  getParentRoute: () => inside,
  path: '/voices/guard',
  component: lazyRouteComponent(() => import('./voices/guard-page.tsx'), 'GuardPage'),
});

const documents = createRoute({
  getParentRoute: () => inside,
  path: '/documents',
  component: lazyRouteComponent(() => import('./documents/documents-page.tsx'), 'DocumentsPage'),
});

const document = createRoute({
  getParentRoute: () => inside,
  path: '/documents/$id',
  validateSearch: readDocumentSearch,
  component: lazyRouteComponent(() => import('./documents/document-page.tsx'), 'DocumentPage'),
});

const distil = createRoute({
  getParentRoute: () => inside,
  path: '/distil',
  component: lazyRouteComponent(() => import('./distil/distil-page.tsx'), 'DistilPage'),
});

const imports = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
});

const batch = createRoute({
  getParentRoute: () => inside,
  path: '/import/$id',
  component: lazyRouteComponent(() => import('./import/batch-page.tsx'), 'BatchPage'),
});

const org = createRoute({
  getParentRoute: () => inside,
  path: '/org',
  validateSearch: (raw: Record<string, unknown>): { unit?: string } =>
    typeof raw['unit'] === 'string' ? { unit: raw['unit'] } : {},
  component: lazyRouteComponent(() => import('./admin/org-page.tsx'), 'OrgPage'),
});

const doorKeys = createRoute({
  getParentRoute: () => inside,
  path: '/door-keys',
  component: lazyRouteComponent(() => import('./admin/door-keys-page.tsx'), 'DoorKeysPage'),
});

const accounts = createRoute({
  getParentRoute: () => inside,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./admin/accounts-page.tsx'), 'AccountsPage'),
});

const events = createRoute({
  getParentRoute: () => inside,
  path: '/events',
  component: lazyRouteComponent(() => import('./admin/events-page.tsx'), 'EventsPage'),
});

const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/jobs',
  component: lazyRouteComponent(() => import('./jobs/jobs-page.tsx'), 'JobsPage'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./admin/me-page.tsx'), 'MePage'),
});

const wall = createRoute({
  getParentRoute: () => root,
  path: '/wall',
  validateSearch: (raw: Record<string, unknown>): { c?: string } =>
    typeof raw['c'] === 'string' && raw['c'] !== '' ? { c: raw['c'] } : {},
  search: { middlewares: [retainSearchParams(['c'])] },
  component: lazyRouteComponent(() => import('./wall/wall-page.tsx'), 'WallPage'),
});

const tree = root.addChildren([
  signIn,
  wall,
  inside.addChildren([
    overview,
    work,
    voices,
    enterVoices,
    importVoices,
    collections,
    surveys,
    visits,
    rates,
    guardVoices,
    documents,
    document,
    distil,
    ledgerRoute('problems'),
    ledgerRoute('tasks'),
    ledgerRoute('progress'),
    ledgerRoute('checks'),
    entry,
    raise,
    targets,
    targetProgress,
    target,
    imports,
    batch,
    org,
    accounts,
    doorKeys,
    events,
    jobs,
    account,
  ]),
]);

export function makeRouter() {
  return createRouter({
    routeTree: tree,
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
    defaultPendingMs: 200,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
