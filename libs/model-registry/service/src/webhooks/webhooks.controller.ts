import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { WebhooksService } from './webhooks.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @MlflowEndpoint(mlflow.createWebhook)
  async create(@MlflowRequest(mlflow.createWebhook) request: Request<typeof mlflow.createWebhook>) {
    return { webhook: await this.webhooks.create(request) };
  }

  @MlflowEndpoint(mlflow.listWebhooks)
  list(@MlflowRequest(mlflow.listWebhooks) request: Request<typeof mlflow.listWebhooks>) {
    return this.webhooks.list(request);
  }

  @MlflowEndpoint(mlflow.getWebhook)
  async get(@MlflowRequest(mlflow.getWebhook) { webhook_id }: Request<typeof mlflow.getWebhook>) {
    return { webhook: await this.webhooks.get(webhook_id) };
  }

  @MlflowEndpoint(mlflow.updateWebhook)
  async update(@MlflowRequest(mlflow.updateWebhook) request: Request<typeof mlflow.updateWebhook>) {
    return { webhook: await this.webhooks.update(request) };
  }

  @MlflowEndpoint(mlflow.deleteWebhook)
  async delete(@MlflowRequest(mlflow.deleteWebhook) { webhook_id }: Request<typeof mlflow.deleteWebhook>) {
    await this.webhooks.delete(webhook_id);
    return {};
  }

  @MlflowEndpoint(mlflow.testWebhook)
  async test(@MlflowRequest(mlflow.testWebhook) request: Request<typeof mlflow.testWebhook>) {
    return { result: await this.webhooks.test(request) };
  }
}
