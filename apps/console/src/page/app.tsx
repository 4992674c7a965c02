import { lazy, Suspense, type JSX } from 'react';
import { apiKey, useApiKey } from './calls/api-key.js';
import { KeyPage } from './key-page.js';
import ModelsPage from './models/models-page.js';
import { Broken } from './parts/broken.js';
import { PageHead } from './parts/page-head.js';
import { href, matchPath } from './routing/route.js';
import { useRoute } from './routing/use-route.js';
import { chooseTheme, THEMES, useTheme } from './theme.js';

const ModelPage = lazy(() => import('./models/model-page.js'));
const ExperimentsPage = lazy(() => import('./tracking/experiments-page.js'));
const ExperimentPage = lazy(() => import('./tracking/experiment-page.js'));
const RunPage = lazy(() => import('./tracking/run-page.js'));
const ComparePage = lazy(() => import('./tracking/compare-page.js'));
const JobsPage = lazy(() => import('./jobs/jobs-page.js'));
const JobPage = lazy(() => import('./jobs/job-page.js'));
const MonitorsPage = lazy(() => import('./monitors/monitors-page.js'));
const MonitorPage = lazy(() => import('./monitors/monitor-page.js'));
const AlertsPage = lazy(() => import('./monitors/alerts-page.js'));

interface Page {
  readonly pattern: string;
  /** Part of the page's menu that it belongs to. */
  readonly section: string;
  readonly show: (parameters: Readonly<Record<string, string>>) => JSX.Element;
}

/** Every page there is; the key makes one of another thing anew. */
const PAGES: readonly Page[] = [
  { pattern: 'models', section: 'models', show: () => <ModelsPage /> },
  { pattern: 'models/:name', section: 'models', show: ({ name = '' }) => <ModelPage key={name} name={name} /> },
  { pattern: 'experiments', section: 'experiments', show: () => <ExperimentsPage /> },
  { pattern: 'experiments/:id', section: 'experiments', show: ({ id = '' }) => <ExperimentPage key={id} id={id} /> },
  { pattern: 'runs/:id', section: 'experiments', show: ({ id = '' }) => <RunPage key={id} id={id} /> },
  { pattern: 'compare', section: 'experiments', show: () => <ComparePage /> },
  { pattern: 'jobs', section: 'jobs', show: () => <JobsPage /> },
  { pattern: 'jobs/:id', section: 'jobs', show: ({ id = '' }) => <JobPage key={id} id={id} /> },
  { pattern: 'monitors', section: 'monitors', show: () => <MonitorsPage /> },
  { pattern: 'monitors/:id', section: 'monitors', show: ({ id = '' }) => <MonitorPage key={id} id={id} /> },
  { pattern: 'alerts', section: 'alerts', show: () => <AlertsPage /> },
];

const MENU = [
  ['models', 'Models'],
  ['experiments', 'Experiments'],
  ['jobs', 'Jobs'],
  ['monitors', 'Monitors'],
  ['alerts', 'Alerts'],
] as const;

export function App(): JSX.Element {
  const { path } = useRoute();
  const { isAsked } = useApiKey();
  const place = path.length === 0 ? ['models'] : path;
  const found = PAGES.flatMap(({ pattern, section, show }) => {
    const parameters = matchPath(pattern, place);
    return parameters === undefined ? [] : [{ section, shown: show(parameters) }];
  })[0];
  return (
    <>
      <a className="skip" href={`#/${path.join('/')}`} onClick={skipToMain}>
        Skip to the content
      </a>
      <TopBar section={found?.section} />
      <main id="main" tabIndex={-1}>
        <Broken key={place.join('/')}>
          <Suspense fallback={<p className="waiting">Loading …</p>}>
            {isAsked ? <KeyPage /> : (found?.shown ?? <NoPage />)}
          </Suspense>
        </Broken>
      </main>
    </>
  );
}

/** By script, because what stands behind `#` is the address of a page here. */
function skipToMain(clicked: { preventDefault(): void }): void {
  clicked.preventDefault();
  document.getElementById('main')?.focus();
}

function TopBar({ section }: { readonly section: string | undefined }): JSX.Element {
  const theme = useTheme();
  const { key } = useApiKey();
  return (
    <header className="top-bar">
      <a className="brand" href={href(['models'])}>
        Bellwether
      </a>
      <nav aria-label="Pages" className="menu">
        {MENU.map(([name, title]) => (
          <a key={name} href={href([name])} aria-current={section === name ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div className="tools">
        {key !== undefined && (
          <button type="button" onClick={() => apiKey.forget()}>
            Forget the key
          </button>
        )}
        <select
          aria-label="Colours"
          value={theme}
          onChange={({ target }) => chooseTheme(THEMES.find((one) => one === target.value) ?? 'system')}
        >
          {THEMES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
    </header>
  );
}

function NoPage(): JSX.Element {
  return (
    <>
      <PageHead title="No such page" />
      <p>
        The address names none. <a href={href(['models'])}>To the models</a>
      </p>
    </>
  );
}
