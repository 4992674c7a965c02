// Sends one POST and says what came back, for the CronJobs: node post.mjs URL BODY
// `{today}` in the body is the day in UTC. Ends with 1 where the answer is not a success, so that the Job is tried again.
const [url, body = '{}'] = process.argv.slice(2);
const { SERVICE_API_KEY } = process.env;

const today = new Date().toISOString().slice(0, 10);
const response = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(SERVICE_API_KEY && { 'x-api-key': SERVICE_API_KEY }) },
  body: body.replaceAll('{today}', today),
  signal: AbortSignal.timeout(30_000),
});
process.stdout.write(`${response.status} ${await response.text()}\n`);
process.exit(response.ok ? 0 : 1);
