import { Controller } from '@nestjs/common';
import {
  optimizeInventory,
  pushStock,
  type OptimizeInventoryRequest,
  type OptimizeInventoryResponse,
  type PushStockRequest,
  type PushStockResponse,
} from '@bellwether/contracts';
import { CallerOf, type Caller } from '@bellwether/platform/callers';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { InventoryService } from './inventory.service.js';

@Controller()
export class InventoryController {
  constructor(private readonly inventory: InventoryService) {}

  @Endpoint(optimizeInventory)
  optimize(
    @RequestOf(optimizeInventory) request: OptimizeInventoryRequest,
    @CallerOf() caller: Caller,
  ): Promise<OptimizeInventoryResponse> {
    return this.inventory.optimize(request, caller);
  }

  @Endpoint(pushStock)
  push(@RequestOf(pushStock) request: PushStockRequest): Promise<PushStockResponse> {
    return this.inventory.push(request);
  }
}
