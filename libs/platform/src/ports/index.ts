export { PortsModule, type PortsOptions } from './ports.module.js';
