import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { curlSample, type SampleRequest } from './curl-sample.ts'
import { operations, type Send, type Told, tellStory } from './example-story.fixture.ts'

const request: SampleRequest = { method: 'GET', path: '/flows', query: {}, headers: {}, caller: undefined }

/** Runs a sample with a function in place of curl, and returns the arguments that it gets. */
function argumentsOf(sample: Partial<SampleRequest>): string[] {
  const { source } = curlSample({ ...request, ...sample })
  const env = { STEPKEY_URL: 'http://stepkey', STEPKEY_API_KEY: 'key', STEPKEY_COOKIE: 'stepkey=session' }
  const script = `curl() { printf '%s\\0' "$@"; }\n${source}`
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('samples for curl', () => {
  it('authenticate with an API key, with a session, or not at all', () => {
    const common = ['--fail-with-body', 'http://stepkey/api/v1/flows']
    expect(argumentsOf({ caller: 'apiKey' })).toEqual([...common, '--header', 'Authorization: Bearer key'])
    expect(argumentsOf({ caller: 'session' })).toEqual([...common, '--cookie', 'stepkey=session'])
    expect(argumentsOf({})).toEqual(common)
  })

  it('pass bodies, headers and queries to curl unchanged, also with characters that are special in shells', () => {
    const special = `it's "$HOME" \`id\` $(id) \\n !1 * ? ~ # & ; | < > {a,b} [c]\n\té€`
    const sent = argumentsOf({
      method: 'POST',
      query: { search: special },
      headers: { 'X-Name': `Ada's $HOME` },
      body: { name: special },
    })
    expect(sent.slice(0, 3)).toEqual(['--fail-with-body', '--request', 'POST'])
    expect(new URL(sent[3] ?? '').searchParams.get('search')).toBe(special)
    expect(sent[3]).not.toMatch(/[!'()*{}[\]]/)
    expect(sent.slice(4, -1)).toEqual([
      '--header',
      `X-Name: Ada's $HOME`,
      '--header',
      'Content-Type: application/json',
      '--data',
    ])
    expect(JSON.parse(sent.at(-1) ?? '')).toEqual({ name: special })
  })

  it('have a content type without a body where requests with a session need it', () => {
    const type = ['--header', 'Content-Type: application/json']
    expect(argumentsOf({ method: 'POST', caller: 'session' }).slice(-2)).toEqual(type)
    expect(argumentsOf({ method: 'POST', caller: 'apiKey' })).not.toEqual(expect.arrayContaining(type))
    expect(argumentsOf({ method: 'DELETE', caller: 'session' })).not.toEqual(expect.arrayContaining(type))
  })
})

const hasCurl = spawnSync('curl', ['--fail-with-body', '--version']).status === 0
const skipped = hasCurl ? '' : ' (skipped, because curl 7.76 or newer is not installed)'

describe.runIf(hasCurl)(`the samples of all operations, run by sh and curl${skipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepkey-curl-'))
  const headersFile = join(folder, 'headers')
  let story: Told[]
  beforeAll(async () => {
    // Shows the status and the headers to the test, without a change of the samples.
    writeFileSync(join(folder, '.curlrc'), `dump-header = "${headersFile}"\n`)
    story = await tellStory(run)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const run: Send = async ({ 'x-codeSamples': [sample] }, { url, apiKey, session, fill }) => {
    const env = {
      PATH: process.env.PATH,
      CURL_HOME: folder,
      STEPKEY_URL: url,
      STEPKEY_API_KEY: apiKey,
      STEPKEY_COOKIE: `stepkey=${session}`,
    }
    writeFileSync(headersFile, '')
    const finished = promisify(execFile)('sh', ['-c', fill(sample?.source ?? '')], { env })
    const { stdout } = await finished.catch((failed: { stdout: string }) => failed)
    const [start = '', ...lines] = readFileSync(headersFile, 'utf8').trim().split('\r\n')
    const headers: Record<string, string> = {}
    for (const [name = '', value = ''] of lines.map((line) => line.split(/: (.*)/)))
      headers[name] = headers[name] ? `${headers[name]}, ${value}` : value
    return { status: Number(start.split(' ')[1]), headers, body: stdout }
  }

  it('succeed in the order of the examples', () => {
    const failures = story.filter(({ answer: { status } }) => !(status >= 200 && status < 300))
    expect(failures.map(({ name, answer }) => `${name}: ${answer.status} ${answer.body}`)).toEqual([])
    expect(story).toHaveLength(operations.size)
  })
})
