import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendLines, compactFile, readLines } from './append-only-file.ts'

describe('an append-only file', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stepkey-lines-'))
    file = join(folder, 'new', 'lines')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  async function lines(): Promise<string[]> {
    const found: string[] = []
    for await (const line of readLines(file)) found.push(line)
    return found
  }
  const modeOf = (path: string) => statSync(path).mode & 0o777

  it('is created with its folder, readable only for its owner', async () => {
    await appendLines(file, ['one'])
    expect([modeOf(file), modeOf(join(folder, 'new'))]).toEqual([0o600, 0o700])
    await appendLines(file, ['two', 'three'])
    expect(await lines()).toEqual(['one', 'two', 'three'])
  })

  it('gets each new line on a line of its own, even after a crash in the middle of one', async () => {
    await appendLines(file, ['one'])
    appendFileSync(file, 'tw')
    await appendLines(file, ['three'])
    expect(await lines()).toEqual(['one', 'tw', 'three'])
  })

  it('contains only the kept lines after a compaction, and keeps its mode', async () => {
    await appendLines(file, ['one', 'two', 'three'])
    chmodSync(file, 0o640)
    await compactFile(file, (all) => all.slice(1))
    expect(await lines()).toEqual(['two', 'three'])
    expect(modeOf(file)).toBe(0o640)
  })

  it('keeps lines that others append during a compaction', async () => {
    await appendLines(file, ['one', 'two'])
    await compactFile(file, (all) => {
      appendFileSync(file, 'three\n')
      return all.slice(1)
    })
    expect(await lines()).toEqual(['two', 'three'])
  })

  it('has all lines after concurrent appends and compactions', async () => {
    const all = Array.from({ length: 40 }, (_, number) => `line ${number}`)
    await appendLines(file, ['first'])
    await Promise.all(
      all.flatMap((line) => [appendLines(file, [line]), compactFile(file, (kept) => [...new Set(kept)])]),
    )
    expect(new Set(await lines())).toEqual(new Set(['first', ...all]))
  })

  it('is not compacted while another process does it, and again after that one has crashed', async () => {
    await appendLines(file, ['one', 'two'])
    const draft = `${file}.compacting`
    writeFileSync(draft, 'partial')
    await compactFile(file, () => [])
    expect(await lines()).toEqual(['one', 'two'])
    utimesSync(draft, 0, 0)
    await compactFile(file, () => ['kept'])
    await compactFile(file, () => ['kept'])
    expect(readFileSync(file, 'utf8')).toBe('kept\n')
  })
})
