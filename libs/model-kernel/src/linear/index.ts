export {
  fitZeroInflatedLognormal,
  predictZeroInflatedLognormal,
  type ValueDataset,
  type ZeroInflatedLognormalFit,
} from './zero-inflated-lognormal.js';
