// The HEALTHCHECK of every image, by the Node that is there: 0 where the process answers, 1 where it does not.
const { PORT = '8080' } = process.env;

const alive = await fetch(`http://127.0.0.1:${PORT}/livez`, { signal: AbortSignal.timeout(2_000) }).then(
  (response) => response.ok,
  () => false,
);
process.exit(alive ? 0 : 1);
