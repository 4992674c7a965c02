import { parentPort, workerData } from 'node:worker_threads';
import { decodeTreeEnsemble } from '@bellwether/model-kernel/onnx';

// The thread of TreeDecoder: one model in, its plain arrays out.
parentPort!.postMessage(decodeTreeEnsemble(workerData as Uint8Array));
