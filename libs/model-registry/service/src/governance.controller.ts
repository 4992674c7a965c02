import { Controller } from '@nestjs/common';
import {
  collectGarbage,
  getGateResult,
  getModelGate,
  getModelHistory,
  getVersionLineage,
  judgeVersion,
  listAuditEntries,
  type CollectGarbageResponse,
  type GetGateResultResponse,
  type GetModelGateResponse,
  type GetModelHistoryResponse,
  type GetVersionLineageResponse,
  type ListAuditEntriesResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { Audited } from './audit/actor.interceptor.js';
import { AuditReader } from './audit/audit-reader.js';
import { GateService } from './gate/gate.service.js';
import { GarbageCollector } from './garbage/garbage-collector.js';
import { HistoryService } from './history/history.service.js';
import { LineageService } from './history/lineage.service.js';

@Controller()
@Audited()
export class GovernanceController {
  constructor(
    private readonly histories: HistoryService,
    private readonly lineages: LineageService,
    private readonly audit: AuditReader,
    private readonly gates: GateService,
    private readonly garbage: GarbageCollector,
  ) {}

  @Endpoint(getModelHistory)
  history(@RequestOf(getModelHistory) request: Request<typeof getModelHistory>): Promise<GetModelHistoryResponse> {
    return this.histories.of(request);
  }

  @Endpoint(getVersionLineage)
  lineage(
    @RequestOf(getVersionLineage) request: Request<typeof getVersionLineage>,
  ): Promise<GetVersionLineageResponse> {
    return this.lineages.of(request);
  }

  @Endpoint(listAuditEntries)
  entries(@RequestOf(listAuditEntries) request: Request<typeof listAuditEntries>): Promise<ListAuditEntriesResponse> {
    return this.audit.list(request);
  }

  @Endpoint(getModelGate)
  gate(@RequestOf(getModelGate) { model_name }: Request<typeof getModelGate>): Promise<GetModelGateResponse> {
    return this.gates.rules(model_name);
  }

  @Endpoint(getGateResult)
  result(@RequestOf(getGateResult) request: Request<typeof getGateResult>): Promise<GetGateResultResponse> {
    return this.gates.result(request.model_name, request.version);
  }

  @Endpoint(judgeVersion)
  judge(@RequestOf(judgeVersion) request: Request<typeof judgeVersion>): Promise<GetGateResultResponse> {
    return this.gates.judge(request);
  }

  @Endpoint(collectGarbage)
  collect(@RequestOf(collectGarbage) { dry_run }: Request<typeof collectGarbage>): Promise<CollectGarbageResponse> {
    return this.garbage.collect(dry_run);
  }
}
