import { Counter, Gauge, type Registry } from 'prom-client';
import type { AdmissionGate, ShedReason } from './admission-gate.js';

type Registers = ConstructorParameters<typeof Gauge>[0]['registers'];

/** Counts what is refused, by reason. */
export function shedCounter(registry: Pick<Registry, never>): (reason: ShedReason) => void {
  const counter = new Counter({
    name: 'bellwether_admission_shed_total',
    help: 'Requests refused because the process could not answer them soon',
    labelNames: ['reason'],
    registers: [registry] as Registers,
  });
  return (reason) => counter.inc({ reason });
}

/** Shows the state of the gate, read when scraped. */
export function gaugeGate(registry: Pick<Registry, never>, gate: AdmissionGate): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `bellwether_admission_${name}`,
      help,
      registers: [registry] as Registers,
      collect() {
        this.set(read());
      },
    });
  gauge('limit', 'Requests that may be under way at once, by measured latency', () => gate.limit);
  gauge('in_flight', 'Requests under way', () => gate.inFlight);
  gauge('queued', 'Requests that wait for a place', () => gate.queued);
}
