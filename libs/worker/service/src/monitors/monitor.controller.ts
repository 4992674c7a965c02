import { Controller } from '@nestjs/common';
import {
  getMonitorHistory,
  listAlerts,
  listMonitors,
  runMonitors,
  type GetMonitorHistoryResponse,
  type JobView,
  type ListAlertsResponse,
  type ListMonitorsResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { MonitorService } from './monitor.service.js';

@Controller()
export class MonitorController {
  constructor(private readonly monitors: MonitorService) {}

  @Endpoint(listMonitors)
  list(@RequestOf(listMonitors) { model }: Request<typeof listMonitors>): Promise<ListMonitorsResponse> {
    return this.monitors.list(model);
  }

  @Endpoint(getMonitorHistory)
  history(
    @RequestOf(getMonitorHistory) { monitor_id, limit }: Request<typeof getMonitorHistory>,
  ): Promise<GetMonitorHistoryResponse> {
    return this.monitors.history(monitor_id, limit);
  }

  @Endpoint(listAlerts)
  alerts(@RequestOf(listAlerts) { limit }: Request<typeof listAlerts>): Promise<ListAlertsResponse> {
    return this.monitors.alerts(limit);
  }

  @Endpoint(runMonitors)
  run(@RequestOf(runMonitors) request: Request<typeof runMonitors>): Promise<JobView> {
    return this.monitors.run(request);
  }
}
