import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findingOf, type ServerMessage } from './server-messages.ts'

const folder = join(import.meta.dirname, 'messages')
const modules = await Promise.all(
  readdirSync(folder).map((file): Promise<Record<string, ServerMessage[]>> => import(join(folder, file))),
)
const tables = modules.flatMap((module) => Object.entries(module)).filter(([, table]) => Array.isArray(table))

describe.each(tables)('%s', (_name, table) => {
  it.each(table)('$code $message', (row) => {
    // An earlier row that matches as well would hide this one.
    expect(table.find((other) => findingOf([other], { code: row.code, text: row.message }))).toBe(row)
    expect(row.source).not.toBe('')
    for (const part of row.parts ?? []) expect(part).toBe(part.toLowerCase())
    expect(row.code === undefined && row.parts === undefined).toBe(false)
  })
})

it('reads only the beginning of a message', () => {
  const row: ServerMessage = {
    message: 'denied',
    parts: ['denied'],
    finding: { outcome: 'rejected', reason: 'bad_login' },
    source: 'this test',
  }
  expect(findingOf([row], { text: `${' '.repeat(1000)}Denied` })).toEqual(row.finding)
  expect(findingOf([row], { text: `${' '.repeat(1100)}Denied` })).toBeUndefined()
})
