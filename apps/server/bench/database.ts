import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'

/** Creates an empty database on the server that TEST_POSTGRES_URL names, or else on one from npm with fsync enabled. */
export async function startDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const { TEST_POSTGRES_URL: named } = process.env
  const keeper = named ? undefined : await startKeeper()
  const admin = new pg.Client(named ?? keeper?.url)
  await admin.connect()
  const name = `stepkey_bench_${randomBytes(4).toString('hex')}`
  await admin.query(`create database ${name}`)
  const url = new URL(named ?? keeper?.url ?? '')
  url.pathname = `/${name}`
  return {
    url: url.href,
    async stop() {
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
      await keeper?.stop()
    },
  }
}

async function startKeeper() {
  const script = join(import.meta.dirname, '../testing/databases/postgres.keeper.ts')
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, POSTGRES_FSYNC: 'on' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return {
    url: String(url),
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
