/** A cell of a CSV file, quoted where it must be (RFC 4180). */
export const csvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
