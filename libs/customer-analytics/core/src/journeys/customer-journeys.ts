/** Something that happened to one customer: a touch with an advertisement, or an order. */
export type JourneyEvent =
  | { readonly day: number; readonly channel: string; readonly cost: number }
  | { readonly day: number; readonly revenue: number };

export interface Journey {
  readonly touches: readonly { readonly channel: string; readonly daysBefore: number }[];
  /** Money of the order that it ended in; null where it ended without. */
  readonly value: number | null;
}

type DatedTouch = { readonly day: number; readonly channel: string };

/**
 * Cuts what happened to a customer into journeys. A touch belongs to the next order where that comes within the window; touches that
 * no order followed within it are a journey that was lost. Touches too new to tell (their window reaches beyond the day) are left
 * out, and orders that no touch came before are of no journey.
 *
 * @param events of one customer in the order of days, a day's touches before its orders.
 * @param asOf days since 1970-01-01, after every event. @param windowDays 1 or more.
 */
export function customerJourneys(events: readonly JourneyEvent[], asOf: number, windowDays: number): Journey[] {
  const journeys: Journey[] = [];
  let open: DatedTouch[] = [];
  const close = (kept: readonly DatedTouch[], value: number | null, end: number) => {
    if (kept.length === 0) return;
    journeys.push({ touches: kept.map(({ channel, day }) => ({ channel, daysBefore: end - day })), value });
  };
  for (const event of events) {
    // Whose window has passed without an order was lost; later touches go on.
    const passed = open.filter(({ day }) => event.day - day > windowDays);
    close(passed, null, passed.at(-1)?.day ?? 0);
    open = open.filter(({ day }) => event.day - day <= windowDays);
    if ('channel' in event) open.push(event);
    else {
      close(open, event.revenue, event.day);
      open = [];
    }
  }
  const over = open.filter(({ day }) => asOf - day > windowDays);
  close(over, null, over.at(-1)?.day ?? 0);
  return journeys;
}
