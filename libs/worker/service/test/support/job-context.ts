import type { AnalyticsStore } from '@bellwether/platform/analytics';
import type { JobContext } from '@bellwether/platform/jobs';

export interface ProgressReport {
  readonly share: number;
  readonly message: string;
}

interface TestedJob {
  readonly analytics: AnalyticsStore;
  readonly settings?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly putOnline?: JobContext['putOnline'];
  readonly onProgress?: (report: ProgressReport) => void;
}

/** What a worker thread would give the first attempt of a task, progress kept instead of sent. */
export function jobContext({
  analytics,
  settings = {},
  signal = new AbortController().signal,
  putOnline = () => Promise.reject(new Error('no online store here')),
  onProgress,
}: TestedJob): JobContext & { readonly reports: readonly ProgressReport[] } {
  const reports: ProgressReport[] = [];
  return {
    jobId: 'job-1',
    attempt: 1,
    signal,
    analytics,
    settings,
    reports,
    progress(share, message) {
      if (!(share >= 0 && share <= 1)) throw new Error(`share of progress must be in [0, 1], got ${share}`);
      signal.throwIfAborted();
      reports.push({ share, message });
      onProgress?.({ share, message });
    },
    restored: () => Promise.resolve(undefined),
    checkpoint: () => Promise.resolve(),
    fanOut: () => Promise.reject(new Error('no task here fans out')),
    putOnline,
  };
}
