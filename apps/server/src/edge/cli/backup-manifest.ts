import { createHash, hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { KeyWrapper } from '../../platform/keyring/key-wrapper.ts'
import { SealBroken, type SealContext } from '../../platform/keyring/seal.ts'
import { VERSION } from '../../platform/version.ts'

/*
 * A backup is the database, followed by one line, its manifest: `stepkey-backup/v1 SEAL JSON`. SQLite ignores what follows
 * its last page. The seal is the SHA-256 of the JSON, wrapped by the key encryption key, so only a holder of the key can
 * write a manifest. The JSON contains the SHA-256 of the database.
 */
const MARKER = 'stepkey-backup/v1 '
const CONTEXT: SealContext = ['backup']
/** More than the longest manifest, in bytes. */
const TAIL = 64 * 1024

const Manifest = z.object({
  createdAt: z.string(),
  /** The version of Stepkey that wrote the backup. */
  version: z.string(),
  /** The size of the database in bytes. */
  bytes: z.int(),
  /** SHA-256 of the database, in hexadecimal digits. */
  sha256: z.string(),
  /** The number of rows of each table. */
  rows: z.record(z.string(), z.int()),
})
/** What a backup recorded about itself. */
export type Manifest = z.infer<typeof Manifest>

/** The manifest was changed, or the database is not the one that it describes. The message tells what. */
export class BackupChanged extends Error {}

/** Appends the manifest to a copied database. The caller flushes the file. */
export async function appendManifest(
  file: string,
  wrapper: KeyWrapper,
  rows: Manifest['rows'],
): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    const { size: bytes } = await handle.stat()
    const sha256 = await hashStart(handle, bytes)
    const manifest: Manifest = { createdAt: new Date().toISOString(), version: VERSION, bytes, sha256, rows }
    const json = JSON.stringify(manifest)
    const seal = await wrapper.wrap(hash('sha256', json, 'buffer'), CONTEXT)
    await handle.write(`${MARKER}${seal.toString('hex')} ${json}\n`, bytes)
  } finally {
    await handle.close()
  }
}

/**
 * Returns the manifest at the end of a backup, without checking the database.
 * @throws BackupChanged if there is no manifest, or it was changed, or sealed with another key
 */
export async function readManifest(file: string, wrapper: KeyWrapper): Promise<Manifest> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - TAIL)
    const tail = Buffer.alloc(size - start)
    await handle.read(tail, 0, tail.length, start)
    const at = tail.lastIndexOf(MARKER)
    if (at === -1) throw new BackupChanged('It doesn’t end with a manifest of `stepkey backup`.')
    const line = /^([0-9a-f]+) (.+)\n$/.exec(tail.subarray(at + MARKER.length).toString())
    const [, seal = '', json = ''] = line ?? []
    if (!line || !(await isSealed(wrapper, seal, json)))
      throw new BackupChanged('Its manifest was changed, or the key file is not the one of the backup.')
    const manifest = Manifest.parse(JSON.parse(json))
    if (manifest.bytes !== start + at) throw new BackupChanged('It is shorter or longer than it was.')
    return manifest
  } finally {
    await handle.close()
  }
}

async function isSealed(wrapper: KeyWrapper, seal: string, json: string): Promise<boolean> {
  const sealed = await wrapper.unwrap(Buffer.from(seal, 'hex'), CONTEXT).catch((error) => {
    if (error instanceof SealBroken) return undefined
    throw error
  })
  return sealed?.equals(hash('sha256', json, 'buffer')) ?? false
}

/** Compares the database in a backup with its checksum. @throws BackupChanged */
export async function checkBytes(file: string, { bytes, sha256 }: Manifest): Promise<void> {
  const handle = await open(file, 'r')
  try {
    requireEqual(await hashStart(handle, bytes), sha256)
  } finally {
    await handle.close()
  }
}

/** Copies the database in a backup into an existing file, and compares what it copied. @throws BackupChanged */
export async function copyFromBackup(
  file: string,
  target: string,
  { bytes, sha256 }: Manifest,
): Promise<void> {
  const handle = await open(file, 'r')
  try {
    requireEqual(
      await hashStart(handle, bytes, createWriteStream(target, { flags: 'r+', flush: true })),
      sha256,
    )
  } finally {
    await handle.close()
  }
}

function requireEqual(actual: string, expected: string) {
  if (actual !== expected) throw new BackupChanged('Its content differs from its checksum.')
}

/** Returns the SHA-256 of the first bytes of a file, and copies them into `target`. */
async function hashStart(handle: FileHandle, bytes: number, target: Writable = nowhere()): Promise<string> {
  const sum = createHash('sha256')
  if (bytes === 0) return sum.digest('hex')
  await pipeline(
    handle.createReadStream({ start: 0, end: bytes - 1, autoClose: false, highWaterMark: 1024 * 1024 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sum.update(chunk)
        yield chunk
      }
    },
    target,
  )
  return sum.digest('hex')
}

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })
