export { domainErrorOf, withDomainErrors } from './database-error.js';
export { openDataSource, schemaOf, type EntityClass, type RelationalOptions } from './data-source.js';
export { ensureDatabase } from './ensure-database.js';
export { inTransaction, type Isolation } from './in-transaction.js';
export { pingDatabase } from './ping.js';
export { MIGRATIONS, RelationalModule, type Migrations } from './relational.module.js';
