/** Whether something answers as a living stack. @param timeoutMs for the answer. */
export async function isAlive(url: string, timeoutMs: number): Promise<boolean> {
  return answersWell(`${url}/livez`, timeoutMs);
}

/** Whether a stack takes requests. */
export async function isReady(url: string, timeoutMs: number): Promise<boolean> {
  return answersWell(`${url}/readyz`, timeoutMs);
}

async function answersWell(url: string, timeoutMs: number): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
