export type { BookingRow, BookingSource, BookingStatus, PaymentMethod } from './bookings/booking.js';
export { importers, isImporterName, type ImporterName } from './importers.js';
export type { ImportBatch, ImportColumn, Importer, ImportReject } from './importing/importer.js';
export { REJECTS_CSV_HEADER, rejectsCsv } from './importing/rejects-csv.js';
export { runImport, type ImportReport, type ImportSink } from './importing/run-import.js';
