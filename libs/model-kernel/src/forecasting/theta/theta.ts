import { thetaMethod } from './theta-model.js';

/**
 * The Theta method of the M3 competition: half the trend line of the series, half simple exponential smoothing of the line
 * with doubled curvature, θ = 2.
 *
 * @see Assimakopoulos & Nikolopoulos (2000), The theta model, International Journal of Forecasting 16(4), 521–530; in the
 *   form of Fiorucci et al. (2016).
 */
export const theta = thetaMethod({ title: 'Theta (Assimakopoulos & Nikolopoulos 2000)', dynamic: false, kappa: 0.5 });

/** θ estimated with α and ℓ_0. @see Fiorucci et al. (2016), OTM. */
export const optimisedTheta = thetaMethod({ title: 'Optimised Theta (Fiorucci et al. 2016)', dynamic: false });

/** θ estimated, and the long-term line re-estimated at every step. @see Fiorucci et al. (2016), DOTM. */
export const dynamicOptimisedTheta = thetaMethod({
  title: 'Dynamic optimised Theta (Fiorucci et al. 2016)',
  dynamic: true,
});
