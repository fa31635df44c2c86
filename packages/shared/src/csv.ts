/** Returns a line of a CSV file by RFC 4180, with its line break. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(toCell).join(',')}\r\n`

/** Text that a spreadsheet would execute as a formula gets a leading apostrophe. */
function toCell(value: unknown): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
