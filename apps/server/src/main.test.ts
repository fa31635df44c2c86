import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

describe('the process', () => {
  let dataDir: string
  let port: number
  const children: ChildProcess[] = []
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'stepkey-main-'))
    port = await freePort()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    }
    rmSync(dataDir, { recursive: true, force: true })
  })

  /** Starts it, and waits until it says something or ends. */
  async function start(environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        DATA_DIR: dataDir,
        PORT: String(port),
        SANDBOX_PORT: 'off',
        ...environment,
      },
    })
    children.push(child)
    const output = { out: '', error: '' }
    child.stderr.on('data', (text) => {
      output.error += text
    })
    const spoke = new Promise<void>((resolve) => {
      child.stdout.on('data', (text) => {
        output.out += text
        if (output.out.includes('\n')) resolve()
      })
    })
    const ended = once(child, 'exit')
    await Promise.race([spoke, ended])
    return { child, output, ended }
  }

  it('prints one line with its address, stops cleanly when it is told to, and finds its data again', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, output, ended } = await start()
      expect(output.out).toMatch(/^Stepkey is ready at http:\/\/localhost:\d+\n$/)
      const status = await new Promise((resolve, reject) => {
        get(`http://localhost:${port}/readyz`, ({ statusCode }) => resolve(statusCode)).on('error', reject)
      })
      expect(status).toBe(200)
      child.kill(signal)
      expect(await ended).toEqual([0, null])
      expect(output.error).toBe('')
    }
    for (const file of ['stepkey.key', 'stepkey.db'])
      expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0)
  })

  it('refuses to start with another key, changes nothing and says what to do', async () => {
    const { child, ended } = await start()
    child.kill()
    await ended
    const key = join(dataDir, 'stepkey.key')
    const other = readFileSync(key, 'utf8').replace(/:.*/, `:${Buffer.alloc(32, 1).toString('base64')}`)
    writeFileSync(key, other)
    const before = readFileSync(join(dataDir, 'stepkey.db'))
    const second = await start()
    expect(await second.ended).toEqual([1, null])
    expect(second.output.error).toMatch(/^The key file .*stepkey\.key does not fit this database.*\n$/)
    expect(readFileSync(join(dataDir, 'stepkey.db')).equals(before)).toBe(true)

    rmSync(key)
    const third = await start()
    expect(await third.ended).toEqual([1, null])
    expect(third.output.error).toMatch(/is missing/)
  })

  it('names the setting that is wrong, and a port that is taken', async () => {
    const wrong = await start({ SIGN_UP: 'perhaps' })
    expect(await wrong.ended).toEqual([1, null])
    expect(wrong.output.error).toBe('SIGN_UP must be open, invited or off.\n')

    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const sandbox: Record<string, string> = { PORT: '1', SANDBOX_PORT: String(port) }
    for (const environment of [{}, sandbox]) {
      const taken = await start(environment)
      expect(await taken.ended).toEqual([1, null])
      expect(taken.output.error).toMatch(new RegExp(`^Port ${port} is taken`))
    }
    other.close()
  })

  it('prints a link for the first account where sign-up is by invitation', async () => {
    const { output } = await start({ SIGN_UP: 'invited' })
    expect(output.out).toMatch(
      /^Stepkey is ready\. Create the first account at http:\/\/localhost:\d+\/sign-up#invitation=[\w-]{43}\n$/,
    )
  })
})

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  holder.close()
  return port
}
