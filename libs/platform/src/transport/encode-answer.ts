import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { differsOnWire, toWire, type Operation } from '@bellwether/contracts';
import { map, type Observable } from 'rxjs';

/** What an operation needs whose answer is another object over gRPC than over HTTP; nothing for all others. */
export function encodesAnswer(operation: Operation): MethodDecorator[] {
  return differsOnWire(operation.response) ? [UseInterceptors(new AnswerEncoder(operation))] : [];
}

class AnswerEncoder implements NestInterceptor<Record<string, unknown>> {
  constructor(private readonly operation: Operation) {}

  intercept(context: ExecutionContext, next: CallHandler<Record<string, unknown>>): Observable<unknown> {
    if (context.getType() !== 'rpc') return next.handle();
    return next.handle().pipe(map((answer) => toWire(this.operation.response, answer)));
  }
}
