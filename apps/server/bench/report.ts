/** Formats a Markdown table with right-aligned numbers. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (typeof rows[0]?.[column] === 'number' || column > 0 ? '---:' : '---'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const thousands = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
export const whole = (number: number): string => thousands.format(number)
export const fixed = (number: number, digits = 2): string => number.toFixed(digits)
/** Formats a ratio, such as “0.34 ×”. */
export const ratio = (number: number, of: number): string => `${fixed(number / of)} ×`
