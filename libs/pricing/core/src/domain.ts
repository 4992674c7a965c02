/** Name of this domain: of its database, its data source and its events. */
export const DOMAIN = 'pricing';
