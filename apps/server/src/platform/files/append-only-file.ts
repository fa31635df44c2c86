import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MINUTE } from '../time.ts'

/** Files and folders of this module are readable only for their owner. */
const [FILE_MODE, FOLDER_MODE] = [0o600, 0o700]
/** The age of a draft that belongs to no running process, in milliseconds. */
const ABANDONED = 10 * MINUTE

/**
 * Appends lines to a file, and creates it if there is none. Several processes may append to one file, and a log shipper
 * may read it at the same time. Resolves when the lines are on the disk.
 */
export async function appendLines(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE })
  // If the file was replaced or moved meanwhile, the lines are in the old one.
  while (!(await appendOnce(file, lines)));
}

/** @returns whether the file under this name is still the one that was appended to */
async function appendOnce(file: string, lines: readonly string[]): Promise<boolean> {
  const handle = await open(file, 'a+', FILE_MODE)
  try {
    const text = lines.map((line) => `${line}\n`).join('')
    await handle.appendFile((await endsWithLine(handle)) ? text : `\n${text}`)
    await handle.datasync()
    return await isCurrent(handle, file)
  } finally {
    await handle.close()
  }
}

/** Whether a file ends with a complete line. It doesn't after a crash in the middle of one. */
async function endsWithLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat()
  if (size === 0) return true
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() === '\n'
}

async function isCurrent(handle: FileHandle, file: string): Promise<boolean> {
  const [opened, named] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)])
  return named?.ino === opened.ino && named.dev === opened.dev
}

/** Yields the lines of a file without reading all of it into memory. @throws if the file can't be read */
export async function* readLines(file: string): AsyncGenerator<string> {
  const handle = await open(file, 'r')
  try {
    yield* handle.readLines()
  } finally {
    await handle.close().catch(() => {})
  }
}

/**
 * Replaces a file by one that contains only the lines that `keep` returns. A crash leaves the old or the new file. Lines
 * that other processes append meanwhile are kept. Does nothing if another process is doing the same.
 */
export async function compactFile(file: string, keep: (lines: string[]) => readonly string[]): Promise<void> {
  const draft = `${file}.compacting`
  const before = await open(file, 'r')
  const after = await openDraft(draft).catch(async (error) => {
    await before.close()
    throw error
  })
  try {
    if (after && !(await replace(file, { before, draft, after, keep }))) await rm(draft, { force: true })
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await before.close()
    await after?.close()
  }
}

/** Creates the draft exclusively. @returns undefined if another process has one */
async function openDraft(draft: string): Promise<FileHandle | undefined> {
  try {
    return await open(draft, 'ax', FILE_MODE)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const found = await stat(draft).catch(() => undefined)
    if (found && found.mtimeMs < Date.now() - ABANDONED) await rm(draft, { force: true })
    return undefined
  }
}

interface Replacement {
  before: FileHandle
  draft: string
  after: FileHandle
  keep: (lines: string[]) => readonly string[]
}

async function replace(file: string, { before, draft, after, keep }: Replacement): Promise<boolean> {
  const content = await before.readFile()
  const kept = keep(content.toString().split('\n').filter(Boolean))
  await after.appendFile(kept.map((line) => `${line}\n`).join(''))
  // The operator may have allowed a log shipper to read the file.
  await after.chmod((await before.stat()).mode & 0o777)
  await after.datasync()
  if (!(await isCurrent(before, file))) return false
  await rename(draft, file)
  // Another process that appends later finds that the file was replaced, and appends again.
  await after.appendFile(await before.readFile())
  return true
}
