import { ArtifactCalls } from './artifacts.js';
import { ExperimentCalls } from './experiments.js';
import { LoggedModelCalls } from './logged-models.js';
import { ModelVersionCalls } from './model-versions.js';
import { RegisteredModelCalls } from './registered-models.js';
import { RunCalls } from './runs.js';
import { MlflowTransport, type MlflowClientOptions } from './transport.js';

/**
 * A client of MLflow's REST protocol, for this project's registry or any other server that speaks it.
 *
 * Every method fails with a DomainError by the server's error code. 429 and 5xx are tried again with back-off where the
 * call may be repeated; `runs.create`, `versions.create` and the other creations are sent once.
 */
export class MlflowClient {
  readonly experiments: ExperimentCalls;
  readonly runs: RunCalls;
  readonly loggedModels: LoggedModelCalls;
  readonly models: RegisteredModelCalls;
  readonly versions: ModelVersionCalls;
  readonly artifacts: ArtifactCalls;

  constructor(options: MlflowClientOptions) {
    const transport = new MlflowTransport(options);
    this.experiments = new ExperimentCalls(transport);
    this.runs = new RunCalls(transport);
    this.loggedModels = new LoggedModelCalls(transport);
    this.models = new RegisteredModelCalls(transport);
    this.versions = new ModelVersionCalls(transport);
    this.artifacts = new ArtifactCalls(transport);
  }
}
