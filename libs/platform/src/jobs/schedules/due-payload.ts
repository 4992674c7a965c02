/** In a payload, the day on which the job is due. */
const DUE_DATE = '$due_date';

/** A payload as it is at one tick: each text of its own that is `$due_date` is that day, `YYYY-MM-DD`, in the time zone. */
export function duePayload(payload: unknown, due: Date, timeZone: string): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  // The Swedish way to write a day is that of ISO 8601.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(due);
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, value === DUE_DATE ? day : value]));
}
