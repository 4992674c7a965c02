/**
 * Runs a model of one input at once while fewer than `maxRunning` runs are under way; rows that come meanwhile wait and go
 * together, at most `most` of them. Nobody waits while there is room, so that no delay has to be chosen.
 *
 * @param session with one input, whose first dimension is the rows.
 * @returns runs the values of one row; resolves with the outputs of the run it went with, and its place in it.
 */
export function gather(session, { maxRunning, most }) {
  const [{ name, shape }] = session.inputs;
  const width = shape[1];
  const waiting = [];
  let running = 0;

  const runNext = async () => {
    const batch = waiting.splice(0, most);
    running += 1;
    try {
      const values = new Float32Array(batch.length * width);
      batch.forEach((each, i) => values.set(each.values, i * width));
      const outputs = await session.run({ [name]: { type: 'float32', dims: [batch.length, width], values } });
      batch.forEach((each, place) => each.resolve({ outputs, place }));
    } catch (error) {
      batch.forEach((each) => each.reject(error));
    } finally {
      running -= 1;
      if (waiting.length > 0) void runNext();
    }
  };
  return (values) =>
    new Promise((resolve, reject) => {
      waiting.push({ values, resolve, reject });
      if (running < maxRunning) void runNext();
    });
}
