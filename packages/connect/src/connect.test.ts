import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConnectError, createConnect, type PendingConsent } from './connect.ts'

const VALID_TOKEN = 'stepkey_connect_good'
const URL_OF_STEPKEY = 'https://stepkey.example.com'

/** The answers of Stepkey by procedure, and the calls that it received. */
let answers: Record<string, (input: Record<string, unknown>) => unknown>
let calls: [procedure: string, input: Record<string, unknown>][]
let requests: RequestInit[]
/** The windows that the page opened. */
let windows: { url: string; closed: boolean }[]

const refusal = (status: number, error: object) => Response.json({ error }, { status })

beforeEach(() => {
  vi.useFakeTimers()
  ;[calls, requests, windows] = [[], [], []]
  answers = {
    'connectTokens.task': () => ({ componentIds: ['oauth2'], actions: ['create'] }),
    'consents.begin': () => ({
      outcome: 'redirect',
      consentId: 'consent',
      secret: 'secret',
      interval: 1,
      url: 'https://provider.example.com/authorize',
    }),
    'consents.finish': () => ({ outcome: 'granted' }),
    'credentials.create': () => ({ outcome: 'saved', credential: { id: 'new' } }),
  }
  vi.stubGlobal('window', {
    open(url: string) {
      const opened = { url, closed: false, close: () => (opened.closed = true) }
      windows.push(opened)
      return opened
    },
  })
  vi.stubGlobal('fetch', async (url: URL, request: RequestInit) => {
    requests.push(request)
    if (new Headers(request.headers).get('authorization') !== `Bearer ${VALID_TOKEN}`)
      return refusal(401, { message: 'Expired.', data: { code: 'unauthorized' } })
    const procedure = url.pathname.replace('/trpc/', '')
    const input = JSON.parse((request.body as string | null) ?? url.searchParams.get('input') ?? '{}')
    calls.push([procedure, input])
    const data = answers[procedure]?.(input)
    return data instanceof Response ? data : Response.json({ result: { data } })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const newConnect = (token = VALID_TOKEN, onExpired?: () => void | Promise<void>) =>
  createConnect({ url: URL_OF_STEPKEY, token, onExpired })
const inputsOf = (procedure: string) => calls.filter(([name]) => name === procedure).map(([, input]) => input)
const account = { componentId: 'oauth2', methodId: 'authorizationCode', name: 'Shop', values: { a: 1 } }
const notSaved = (outcome: string) => ({ outcome: 'not_saved', verification: { outcome } })

describe('an expired token', () => {
  it('calls onExpired once, and repeats all waiting calls with the next token', async () => {
    const onExpired = vi.fn()
    const connect = newConnect('old', onExpired)
    const tasks = Promise.all([connect.task(), connect.task()])
    await vi.waitFor(() => expect(onExpired).toHaveBeenCalledOnce())
    connect.setToken(VALID_TOKEN)
    expect(await tasks).toMatchObject([{ actions: ['create'] }, { actions: ['create'] }])
    expect(onExpired).toHaveBeenCalledOnce()
  })

  it('fails the calls if no token arrives within 15 s, or if onExpired rejects', async () => {
    const timedOut = newConnect('old')
      .task()
      .catch((error) => error)
    await vi.advanceTimersByTimeAsync(14_000)
    await expect(Promise.race([timedOut, 'waiting'])).resolves.toBe('waiting')
    await vi.advanceTimersByTimeAsync(2000)
    expect(await timedOut).toMatchObject({ name: 'ConnectError', code: 'unauthorized' })
    const rejects = async () => {
      throw new TypeError('Failed to fetch')
    }
    await expect(newConnect('old', rejects).task()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('is not renewed again for a call that was sent before the token was replaced', async () => {
    const onExpired = vi.fn()
    const connect = newConnect('old', onExpired)
    const task = connect.task()
    connect.setToken(VALID_TOKEN)
    expect(await task).toMatchObject({ actions: ['create'] })
    expect(onExpired).not.toHaveBeenCalled()
  })
})

it('sends no cookies, and no input of a mutation in the URL', async () => {
  await newConnect().create(account)
  expect(requests).toMatchObject([{ credentials: 'omit', body: JSON.stringify(account) }])
})

it('rejects with the code and the wrong fields', async () => {
  const fields = [{ path: 'values.a', code: 'required', message: 'Fill in this field.' }]
  answers['credentials.create'] = () =>
    refusal(400, { message: 'Invalid.', data: { code: 'invalid_input', fields } })
  const error = await newConnect()
    .create(account)
    .catch((error) => error)
  expect(error).toBeInstanceOf(ConnectError)
  expect(error).toMatchObject({ code: 'invalid_input', message: 'Invalid.', fields })
})

it('emits an event for what was saved, until the listener is removed', async () => {
  const connect = newConnect()
  const listener = vi.fn()
  const stop = connect.on('created', listener)
  answers['credentials.create'] = () => notSaved('rejected')
  await connect.create(account)
  expect(listener).not.toHaveBeenCalled()
  answers['credentials.create'] = () => ({
    outcome: 'saved',
    credential: { id: 'new' },
    flow: { version: 3 },
  })
  await connect.create(account)
  expect(listener.mock.calls).toEqual([[{ credentialId: 'new', flowVersion: 3 }]])
  stop()
  await connect.create(account)
  expect(listener).toHaveBeenCalledOnce()
})

it('binds the step of the session to a selected credential, or says what blocks it', async () => {
  const connect = newConnect()
  const listener = vi.fn()
  connect.on('selected', listener)
  expect(await connect.select('one')).toEqual({ outcome: 'selected', picked: { credentialId: 'one' } })
  answers['connectTokens.task'] = () => ({ step: { flowId: 'f', stepId: 's', isActive: true } })
  answers['flows.bindStep'] = () => ({ outcome: 'blocked', steps: [{ reason: 'failing' }] })
  expect(await connect.select('two')).toEqual({ outcome: 'blocked', reason: 'failing' })
  answers['flows.bindStep'] = () => ({ outcome: 'saved', version: 2 })
  await connect.select('two')
  expect(inputsOf('flows.bindStep')).toEqual(Array(2).fill({ flowId: 'f', stepId: 's', credentialId: 'two' }))
  expect(listener.mock.calls).toEqual([[{ credentialId: 'one' }], [{ credentialId: 'two', flowVersion: 2 }]])
})

it('gives a credential that was changed in the meantime its new values', async () => {
  answers['connectTokens.task'] = () => ({ credentialId: 'c', actions: ['reconnect'] })
  answers['credentials.get'] = () => ({ id: 'c', version: 1 })
  answers['credentials.update'] = ({ version }) =>
    version === 1
      ? { outcome: 'stale', credential: { id: 'c', version: 2 } }
      : { outcome: 'saved', credential: { id: 'c' } }
  expect(await newConnect().reconnect({ values: { a: 2 } })).toMatchObject({ outcome: 'saved' })
  expect(inputsOf('credentials.update')[1]).toEqual({ credentialId: 'c', version: 2, values: { a: 2 } })
})

describe('connect', () => {
  it('opens the window at once, waits for the user, and saves the credential', async () => {
    let polls = 0
    answers['consents.finish'] = () =>
      ++polls < 3 ? { outcome: 'pending', interval: 1, isOpened: true } : { outcome: 'granted' }
    const connect = newConnect()
    const [onPending, created] = [vi.fn(), vi.fn()]
    connect.on('created', created)
    const result = connect.connect({ ...account, onPending })
    expect(windows[0]?.url).toMatch(/^https:\/\/stepkey\.example\.com\/oauth\/start#ticket=[\w-]{43}$/)
    await vi.advanceTimersByTimeAsync(5000)
    expect(await result).toMatchObject({ outcome: 'saved' })
    expect(onPending.mock.lastCall?.[0]).toMatchObject({ host: 'provider.example.com', window: 'open' })
    expect(windows[0]?.closed).toBe(true)
    expect(inputsOf('consents.begin')).toMatchObject([
      { componentId: 'oauth2', values: { a: 1 }, ticket: windows[0]?.url.split('=')[1] },
    ])
    const given = { consentId: 'consent', consentSecret: 'secret' }
    expect(inputsOf('credentials.create')).toEqual([{ ...account, ...given }])
    expect(created).toHaveBeenCalledWith({ credentialId: 'new' })
  })

  it('uses the granted access again after an inconclusive verification, and asks again after a rejected one', async () => {
    const connect = newConnect()
    const run = async (more = {}) => {
      const result = connect.connect({ ...account, ...more })
      await vi.advanceTimersByTimeAsync(3000)
      return (await result).outcome
    }
    answers['credentials.create'] = () => notSaved('unreachable')
    expect(await run()).toBe('not_saved')
    answers['credentials.create'] = () => notSaved('rejected')
    expect(await run({ name: 'Other', allowUnverified: true })).toBe('not_saved')
    expect(windows).toHaveLength(1)
    expect(inputsOf('credentials.create')[1]).toMatchObject({ name: 'Other', consentId: 'consent' })
    await run()
    expect(windows).toHaveLength(2)
    await run({ values: { a: 2 } })
    expect(windows).toHaveLength(3)
  })

  it('shows the address of a blocked window, and stops when the signal aborts', async () => {
    vi.stubGlobal('window', { open: () => null })
    answers['consents.finish'] = () => ({ outcome: 'pending', interval: 1, isOpened: false })
    const shown: PendingConsent[] = []
    const controller = new AbortController()
    const result = newConnect().connect({
      ...account,
      signal: controller.signal,
      onPending: (pending) => shown.push(pending),
    })
    const reason = result.catch((error) => error)
    await vi.advanceTimersByTimeAsync(5000)
    expect(shown.at(-1)).toMatchObject({ window: 'blocked', url: expect.stringContaining('#ticket=') })
    controller.abort('stopped')
    expect(await reason).toBe('stopped')
    expect(inputsOf('credentials.create')).toEqual([])
  })

  it('begins another consent for a window that is opened again', async () => {
    answers['consents.finish'] = () =>
      inputsOf('consents.begin').length > 1 ? { outcome: 'granted' } : { outcome: 'pending', interval: 1 }
    const result = newConnect().connect({
      ...account,
      onPending(pending) {
        if (pending.kind === 'window' && pending.window === 'closed' && windows.length === 1) pending.reopen()
      },
    })
    await vi.advanceTimersByTimeAsync(1)
    Object.assign(windows[0] ?? {}, { closed: true })
    await vi.advanceTimersByTimeAsync(5000)
    expect(await result).toMatchObject({ outcome: 'saved' })
    const tickets = inputsOf('consents.begin').map(({ ticket }) => ticket)
    expect(tickets).toEqual(windows.map(({ url }) => url.split('=')[1]))
    expect(tickets).toHaveLength(2)
  })

  it('closes the window of a method with a code', async () => {
    answers['consents.begin'] = () => ({
      outcome: 'code',
      consentId: 'consent',
      interval: 1,
      userCode: 'WDJB',
      verificationUrl: 'https://provider.example.com/device',
    })
    const onPending = vi.fn()
    const result = newConnect().connect({ ...account, onPending })
    await vi.advanceTimersByTimeAsync(500)
    expect(windows.map(({ closed }) => closed)).toEqual([true])
    expect(onPending).toHaveBeenCalledWith({
      kind: 'code',
      userCode: 'WDJB',
      verificationUrl: 'https://provider.example.com/device',
    })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await result).toMatchObject({ outcome: 'saved' })
  })

  it('runs once at a time, returns a refusal, and closes the window when a call fails', async () => {
    answers['consents.finish'] = () => ({ outcome: 'refused', reason: 'denied', message: 'Denied.' })
    const connect = newConnect()
    const first = connect.connect(account)
    await expect(connect.connect(account)).rejects.toMatchObject({ code: 'in_progress' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await first).toMatchObject({ outcome: 'refused', reason: 'denied' })
    answers['connectTokens.task'] = () =>
      refusal(429, { message: 'Wait.', data: { code: 'too_many_requests' } })
    await expect(connect.connect(account)).rejects.toMatchObject({ code: 'too_many_requests' })
    expect(windows.map(({ closed }) => closed)).toEqual([true, true])
  })

  it('asks about another account, and uses its access only if that is confirmed', async () => {
    answers['connectTokens.task'] = () => ({ credentialId: 'c', actions: ['reconnect'] })
    answers['credentials.get'] = () => ({ id: 'c', version: 1 })
    answers['credentials.update'] = ({ allowOtherAccount }) =>
      allowOtherAccount
        ? { outcome: 'saved', credential: { id: 'c' } }
        : { outcome: 'other_account', before: 'a', now: 'b' }
    const connect = newConnect()
    const run = async (more = {}) => {
      const result = connect.connect(more)
      await vi.advanceTimersByTimeAsync(3000)
      return (await result).outcome
    }
    expect([await run(), await run()]).toEqual(['other_account', 'other_account'])
    expect(windows).toHaveLength(2)
    expect(await run({ allowOtherAccount: true })).toBe('saved')
    expect(windows).toHaveLength(2)
  })
})
