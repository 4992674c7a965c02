// Runs an ONNX model outside Jest, in whose realm the runtime's arrays are not instances of the test's Float32Array.
// Standard input: {"model", "input": base64, "width"}; standard output: {name: [numbers]}.
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const { model, input, width } = JSON.parse(readFileSync(0, 'utf8'));
const bytes = Buffer.from(input, 'base64');
const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const session = await InferenceSession.create(Buffer.from(model, 'base64'), {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});
const tensor = new Tensor('float32', values, [values.length / width, width]);
const outputs = await session.run({ [session.inputNames[0]]: tensor });
const plain = Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data)]);
process.stdout.write(JSON.stringify(Object.fromEntries(plain)));
