import type { Finding } from './finding.js';

/** Parts that bring native code or WebAssembly, and what does not work without them. */
const ENGINES = [
  ['chdb', 'the embedded analytics store'],
  ['@electric-sql/pglite', 'the embedded relational store'],
  ['onnxruntime-node', 'models registered from ONNX files'],
] as const;

/** Whether each engine is installed and loads on this machine. */
export function examineEngines(): Promise<Finding[]> {
  return Promise.all(ENGINES.map(([name, purpose]) => examineEngine(name, purpose)));
}

async function examineEngine(name: string, purpose: string): Promise<Finding> {
  try {
    await import(name);
    return { what: name, status: 'ok', detail: purpose };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ERR_MODULE_NOT_FOUND' ? 'is not installed' : `does not load: ${message.split('\n')[0]}`;
    return {
      what: name,
      status: 'wrong',
      detail: `${why}; needed for ${purpose}`,
      advice: 'Run npm ci, on a supported platform, without leaving out optional packages.',
    };
  }
}
