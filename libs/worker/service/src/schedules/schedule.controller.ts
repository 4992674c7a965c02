import { Controller } from '@nestjs/common';
import {
  deleteSchedule,
  listSchedules,
  putSchedule,
  type RequestOf as Request,
  type ResponseOf as Response,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { ScheduleService } from './schedule.service.js';

@Controller()
export class ScheduleController {
  constructor(private readonly schedules: ScheduleService) {}

  @Endpoint(putSchedule)
  put(@RequestOf(putSchedule) request: Request<typeof putSchedule>): Promise<Response<typeof putSchedule>> {
    return this.schedules.put(request);
  }

  @Endpoint(listSchedules)
  list(): Promise<Response<typeof listSchedules>> {
    return this.schedules.list();
  }

  @Endpoint(deleteSchedule)
  remove(@RequestOf(deleteSchedule) { name }: Request<typeof deleteSchedule>): Promise<{ name: string }> {
    return this.schedules.remove(name);
  }
}
