import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPetstore } from '../../src/sandbox/petstore.ts'
import { assertSaved } from '../assert-saved.ts'
import { type Person, type Stepkey, startStepkey } from '../stepkey.ts'
import { createWorld, type World } from '../world.ts'

const EXAMPLES = join(import.meta.dirname, '../../../../examples/connect-server')

/** Whether a program is installed. */
function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const servers = [
  ['TypeScript', process.execPath, 'server.ts'],
  ['Python', 'python3', 'server.py'],
] as const

/** The example servers, which create connect sessions for the customer who is signed in. */
describe.each(servers)('the example server in %s', (_language, program, file) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let origin: string
  let stop: () => Promise<unknown>
  const pets = createPetstore()
  const isInstalled = hasProgram(program)

  beforeAll(async () => {
    if (!isInstalled) return
    world = await createWorld()
    await new Promise<void>((resolve) => pets.listen(0, '127.0.0.1', resolve))
    const { port: sandboxPort } = pets.address() as { port: number }
    stepkey = await startStepkey('sqlite', { config: { sandboxPort }, outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    const { id: embedId } = await alice.embeds.create({ name: 'App', origin: 'https://app.example.com' })
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      STEPKEY_URL: await stepkey.app.listen({ host: '127.0.0.1', port: 0 }),
      STEPKEY_API_KEY: key,
      EMBED_ID: embedId,
      PORT: '0',
    }
    const server = spawn(program, [join(EXAMPLES, file)], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    const exited = once(server, 'exit')
    const [line] = await once(server.stdout, 'data')
    origin = String(line).replace(/^Running at |\n$/g, '')
    stop = async () => {
      server.kill()
      await exited
    }
  })
  afterAll(async () => {
    if (!isInstalled) return
    await stop()
    pets.close()
    await stepkey.stop()
    await world.close()
  })

  const signIn = async (customer: string) => {
    const response = await fetch(`${origin}/sign-in?customer=${customer}`, { redirect: 'manual' })
    return { status: response.status, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }
  const newSession = async (cookie = '') => {
    const response = await fetch(`${origin}/session`, { method: 'POST', headers: { cookie } })
    return { status: response.status, ...((await response.json()) as { token?: string; embedId?: string }) }
  }

  it.skipIf(!isInstalled)(
    'creates a session for the customer who is signed in, and for no other',
    async () => {
      expect(await (await fetch(origin)).text()).toContain('<iframe title="Applications"')
      expect((await signIn('org_9')).status).toBe(404)
      expect((await newSession()).status).toBe(401)
      const [acme, minka] = [await signIn('org_1'), await signIn('org_2')]
      const [, signature] = acme.cookie.split('.')
      expect((await newSession(`customer=org_2.${signature}`)).status, 'a forged cookie').toBe(401)
      for (const [{ cookie }, owner] of [
        [acme, 'org_1'],
        [minka, 'org_2'],
      ] as const) {
        const { status, token = '', embedId } = await newSession(cookie)
        expect([status, embedId]).toEqual([200, expect.any(String)])
        const page = stepkey.visitor({ connectToken: token })
        expect((await page.connectTokens.task()).componentIds).toEqual(['petstore', 'github', 'http'])
        const input = {
          componentId: 'petstore',
          methodId: 'apiKey',
          name: owner,
          values: { apiKey: 'secret' },
        }
        assertSaved(await page.credentials.create(input))
        const { items } = await alice.credentials.list({ owner })
        expect(items.map(({ name }) => name)).toEqual([owner])
      }
    },
  )
})
