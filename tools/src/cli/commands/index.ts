import type { AddCommand } from '../command.js';
import { addBench } from './bench.js';
import { addClv } from './clv.js';
import { addDoctor } from './doctor.js';
import { addDrift } from './drift.js';
import { addEvaluate } from './evaluate.js';
import { addExport } from './export.js';
import { addFeatures } from './features.js';
import { addFit } from './fit.js';
import { addForecast } from './forecast.js';
import { addGc } from './gc.js';
import { addImport } from './import.js';
import { addKeys } from './keys.js';
import { addLeakReport } from './leak-report.js';
import { addMonitors } from './monitors.js';
import { addPredict } from './predict.js';
import { addPromote } from './promote.js';
import { addQuality } from './quality.js';
import { addRegister } from './register.js';
import { addRegistry } from './registry.js';
import { addReproduce } from './reproduce.js';
import { addRollback } from './rollback.js';
import { addRollout } from './rollout.js';
import { addSchedules } from './schedules.js';
import { addSegments } from './segments.js';
import { addSign } from './sign.js';
import { addSimulate } from './simulate.js';
import { addSources } from './sources.js';
import { addStart } from './start.js';
import { addTrain } from './train.js';
import { addTrainings } from './trainings.js';

/** Every command, in the order of the help: the life of a model. */
export const commands: readonly AddCommand[] = [
  addStart,
  addImport,
  addSimulate,
  addSources,
  addTrain,
  addTrainings,
  addReproduce,
  addEvaluate,
  addFit,
  addForecast,
  addClv,
  addSegments,
  addLeakReport,
  addRegister,
  addSign,
  addPromote,
  addRollback,
  addRollout,
  addRegistry,
  addGc,
  addPredict,
  addExport,
  addFeatures,
  addQuality,
  addDrift,
  addMonitors,
  addSchedules,
  addKeys,
  addDoctor,
  addBench,
];
