import type { PickupMethod } from './method.js';

/** The mean of several methods' forecasts, each with the weight that it is given. */
export function averagePickup(
  title: string,
  members: readonly { readonly method: PickupMethod; readonly weight: number }[],
): PickupMethod<readonly unknown[]> {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  return {
    title,
    fit: (curves, origin) => members.map(({ method }) => method.fit(curves, origin)),
    forecast: (fits, onBooks) =>
      members.reduce((sum, { method, weight }, k) => sum + weight * method.forecast(fits[k], onBooks), 0) / total,
  };
}
