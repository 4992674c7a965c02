import { failureOf, grpcFailureOf } from '../problems/index.js';
import { expiryOf, type UnaryWrapper } from '../transport/wrap-unary.js';
import type { AdmissionGate } from './admission-gate.js';
import type { Loads } from './load.js';
import { deliversModels } from './model-delivery.js';

/** Puts every unary call through the gate. */
export function admitGrpc(gate: AdmissionGate, loads: Loads): UnaryWrapper {
  return (path, handler) => {
    const load = loads.ofMethod(path);
    if (load === undefined) return handler;
    const isPatient = deliversModels(path);
    return (call, callback) =>
      gate.arrive(
        { kind: path, load, deadline: expiryOf(call), isPatient },
        {
          admitted: (leave) => {
            // A call that was given up is not always answered.
            call.on('cancelled', leave);
            handler(call, (error, ...rest) => {
              leave();
              callback(error, ...rest);
            });
          },
          refused: (error) => callback(grpcFailureOf(failureOf(error))),
        },
      );
  };
}
