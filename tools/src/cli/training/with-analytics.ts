import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';

/** Runs work on an analytics store of its own, in memory: nothing of it is kept, and no stack is touched. */
export async function withAnalytics<T>(work: (store: AnalyticsStore) => Promise<T>): Promise<T> {
  const store = await openAnalyticsStore('chdb://memory');
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
