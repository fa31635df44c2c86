import type { Finding } from '@stepkey/shared/verification'

/**
 * A refusal of a server and its meaning. The tables of all protocols are in `messages/`; a new row needs a message as a
 * server sends it, and where that is documented or was seen.
 */
export interface ServerMessage {
  /** The message as the server sends it. The tests classify it. */
  message: string
  /** The code that comes with it; absent if servers send the text with various codes. */
  code?: string | number
  /** What identifies the message: its parts in lower case, in their order. Absent if the code alone does. */
  parts?: readonly string[]
  finding: Pick<Finding, 'outcome' | 'reason'>
  /** The page, file or server version that has the message. */
  source: string
}

/** How much of a message is read. */
const LIMIT = 1024

/** Returns the finding of the first row that matches a server's message. */
export function findingOf(
  table: readonly ServerMessage[],
  { code, text = '' }: { code?: unknown; text?: string | undefined },
): Pick<Finding, 'outcome' | 'reason'> | undefined {
  const start = text.slice(0, LIMIT).toLowerCase()
  return table.find(
    (row) =>
      (row.code === undefined || String(row.code) === String(code)) &&
      (row.parts === undefined || containsInOrder(start, row.parts)),
  )?.finding
}

function containsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return true
}
