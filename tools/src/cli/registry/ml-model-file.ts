import type { OnnxSummary } from '@bellwether/model-kernel/onnx';

/** The `MLmodel` file of an ONNX model, by which MLflow's own clients load it. JSON is YAML too. */
export function mlModelFile(runId: string, { producer, opsets }: OnnxSummary): string {
  const model = {
    artifact_path: 'model',
    run_id: runId,
    flavors: {
      onnx: { data: 'model.onnx', providers: ['CPUExecutionProvider'], code: null },
      python_function: { loader_module: 'mlflow.onnx', data: 'model.onnx', env: null },
    },
    metadata: { producer, opsets },
  };
  return `${JSON.stringify(model, null, 2)}\n`;
}
